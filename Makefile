# make demo: a made neck from CT to report.   make test: everything that a change has to pass.
# PYTHON=python3.12 make test: with another Python than the first one found.

.PHONY: demo test lock clean
.DELETE_ON_ERROR:

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/installed.stamp
DEMO := out/demo

demo: $(READY)
	rm -rf $(DEMO)/study
	$(BIN)/python -m training phantom --demo --out $(DEMO)/study
	$(BIN)/python main.py analyze $(DEMO)/study --out $(DEMO) --screenshot $(DEMO)/screenshot.png \
		|| test $$? -eq 3
	@if [ -z "$$CI" ] && { [ "$$(uname -s)" != Linux ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; }; \
	then $(BIN)/python main.py $(DEMO)/study; \
	else echo "No screen: see $(DEMO)/screenshot.png for the window."; fi

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

# Built anew when the lock changes, and only then.
$(READY): requirements.lock
	.ci/libraries
	python="$${PYTHON:-$$(.ci/python)}" && "$$python" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --require-hashes --only-binary=:all: -r requirements.lock
	touch $@

lock: $(READY)
	$(BIN)/python -m pip install --quiet 'uv>=0.9'
	$(BIN)/uv pip compile pyproject.toml --extra test --extra train --universal --python-version 3.11 --upgrade \
		--override .ci/overrides.txt --constraint .ci/constraints.txt \
		--generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --output-file requirements.lock

clean:
	rm -rf $(VENV) out build *.egg-info

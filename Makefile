# make demo: a made neck from CT to report.   make test: everything that a change has to pass.
# make texts: the window's texts into the sources of its translations; lists those without one.
# PYTHON=python3.12 make test: with another Python than the first one found.

.PHONY: demo test texts lock clean
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

# Two modules of tests at a time, each with one core; a module's tests share what is costly to make.
# In the folders' order: the training's few long tests come before the viewer's many short ones, so
# that neither core waits for the other at the end.
test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 \
		$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

TRANSLATIONS := resources/translations
LANGUAGES := de

# Line numbers would change with every edit; what the source no longer says is dropped.
texts: $(READY)
	@for language in $(LANGUAGES); do \
		texts="$(TRANSLATIONS)/dens_$$language.ts"; \
		$(BIN)/pyside6-lupdate $$(find viewer -name '*.py' | LC_ALL=C sort) -ts "$$texts" \
			-tr-function-alias tr+=noop,tr+=ntr -locations none -no-obsolete \
			-source-language en -target-language "$$language" && \
		$(BIN)/pyside6-lrelease -silent "$$texts" && \
		{ ! grep -B 3 'type="unfinished"' "$$texts" || exit 1; }; \
	done

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

"""The method deck's rows: each a named configuration that trains and is measured."""

# What a person types: make demo · make test · make bench · make generate · make install PREFIX=…
.PHONY: demo test bench generate install setup lint rust python c php clean \
        crash-full contention-full properties-full

PYTHON := .venv/bin/python
PREFIX ?= /usr/local
TARGET := $(or $(CARGO_TARGET_DIR),target)
export PYTHONDONTWRITEBYTECODE := 1

# The main job on real input: import a real shop, RFM labels, a 360° view, pictures; the same counts in four languages.
demo: setup
	@.ci/demo

# Everything, in all four languages.
test: setup lint rust c python php
	@echo "all checks passed"

# Installs what is missing, or says in one line what to install.
setup:
	@.ci/setup

# The calls of cargo here and below name the same packages and kinds of targets, so that features of dependencies agree
# and each is compiled once.
lint:
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --workspace --exclude crm-ffi --lib --bins --examples
	@# With the tests: the library and its tests are compiled side by side then.
	cargo build --quiet --locked --workspace --lib --bins --examples --tests
	$(TARGET)/debug/xtask check

rust:
	cargo test --quiet --locked --workspace

c:
	tests/c/run.sh

python:
	.ci/python

php:
	.ci/build
	tests/php/run.sh

# Ratios against the peers, in one run; writes benches/RESULTS.md.
bench: setup
	@benches/run

# Headers, ops.json, the Python and PHP layers, docs/schema.md.
generate:
	cargo xtask generate

install:
	cargo build --quiet --release -p crm-ffi -p crm
	cargo xtask install $(PREFIX)

# The long forms of what `make test` runs briefly.
crash-full:
	CRM_FULL=1 cargo test --release -p crm --test crash --test power_loss --test disk_faults -- --nocapture
	CRM_FULL=1 tests/c/run.sh quick
contention-full:
	CRM_FULL=1 cargo test --release -p crm --test contention -- --nocapture
properties-full:
	CRM_FULL=1 cargo test --release -p crm-core -- properties --nocapture

clean:
	cargo clean
	rm -rf build .venv

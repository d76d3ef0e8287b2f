#!/usr/bin/env bash
# The C interface: header, symbols, every function, every scenario, the examples, an installation. Plain, under gcc's
# sanitizers and under valgrind. `run.sh quick` leaves out the sanitizers, valgrind and the installation.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(cd "${CARGO_TARGET_DIR:-target}" 2>/dev/null && pwd || { mkdir -p "${CARGO_TARGET_DIR:-target}" && cd "${CARGO_TARGET_DIR:-target}" && pwd; })
out=$target/c-tests
form=${1:-whole}
rm -rf "$out" && mkdir -p "$out/fault" "$out/plain"
say() { printf '%s\n' "c: $*"; }

# The library as it is shipped, and one that can be made to fail from inside.
.ci/build crm-ffi/fault
cp "$target/debug/libcrm.so" "$out/fault/libcrm.so.0"
cp "$target/debug/libcrm.a" "$out/fault/"
.ci/build
cp "$target/debug/libcrm.so" "$out/plain/libcrm.so.0"
cp "$target/debug/libcrm.a" "$out/plain/"
for kind in fault plain; do ln -s libcrm.so.0 "$out/$kind/libcrm.so"; done

warnings=(-Wall -Wextra -Wpedantic -Werror)
static_libraries=(-lpthread -ldl -lm)
c() { gcc -std=c99 "${warnings[@]}" -g -Iinclude "$@"; }

# The header, in C and in C++, alone and linked.
printf '#include "crm.h"\n#include "crm.h"\nint main(void) { return crm_abi_version() != 1; }\n' > "$out/header.c"
cp "$out/header.c" "$out/header.cpp"
c "$out/header.c" -o "$out/header-c" -L"$out/plain" -lcrm -Wl,-rpath,"$out/plain"
g++ -std=c++17 "${warnings[@]}" -fsyntax-only -Iinclude "$out/header.cpp"
g++ -std=c++17 "${warnings[@]}" -Iinclude "$out/header.cpp" -o "$out/header-cpp" -L"$out/plain" -lcrm -Wl,-rpath,"$out/plain"
"$out/header-c"
"$out/header-cpp"
say "the header compiles as C99 and C++17"

# The library shows what the header declares and nothing else: no SQLite, nothing of the tests.
declared=$(grep -oE '\bcrm_[a-z_]+\(' include/crm_ffi.h | tr -d '(' | sort -u)
exported=$(nm -D --defined-only "$out/plain/libcrm.so.0" | awk '{ print $3 }' | sort -u)
if [ "$declared" != "$exported" ]; then
  say "declared and exported functions differ"
  diff <(echo "$declared") <(echo "$exported") || exit 1
fi
readelf -d "$out/plain/libcrm.so.0" | grep -q 'SONAME.*\[libcrm.so.0\]' || { say "the SONAME is not libcrm.so.0"; exit 1; }
say "$(echo "$exported" | wc -l) functions are exported, all declared"

link_fault=(-L"$out/fault" -lcrm -Wl,-rpath,"$out/fault" -lpthread)
c -DCRM_FAULT tests/c/api.c -o "$out/api" "${link_fault[@]}"
c tests/c/scenarios.c -o "$out/scenarios" "${link_fault[@]}"
"$out/api"
"$out/scenarios" tests/scenarios/*.json

# Writers that are killed: their acknowledged sales are whole.
c tests/c/crash.c -o "$out/crash" "${link_fault[@]}"
mkdir -p "$out/crash-files"
"$out/crash" "$out/crash-files" "$([ -n "${CRM_FULL:-}" ] && echo 50 || echo 4)"
rm -r "$out/crash-files"

# The examples, linked statically as a till would be.
for example in examples/c/*.c; do
  [ -e "$example" ] || continue
  c "$example" -o "$out/$(basename "$example" .c)" "$out/plain/libcrm.a" "${static_libraries[@]}"
done
tests/c/examples.sh "$out"

[ "$form" = quick ] && exit 0

sanitize=(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
c "${sanitize[@]}" -DCRM_FAULT tests/c/api.c -o "$out/api-sanitized" "${link_fault[@]}"
c "${sanitize[@]}" tests/c/scenarios.c -o "$out/scenarios-sanitized" "${link_fault[@]}"
"$out/api-sanitized" > /dev/null
"$out/scenarios-sanitized" --in-memory tests/scenarios/*.json > /dev/null
say "nothing found by the address and undefined behaviour sanitizers"

valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite "$out/api" > /dev/null
valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
  "$out/scenarios" --in-memory tests/scenarios/kernel.json > /dev/null
say "nothing found by valgrind"

tests/c/installed.sh "$out"

#!/usr/bin/env bash
# Builds fx from this checkout and installs it, with its completions.
#
#   ./install.sh                        into ~/.local
#   PREFIX=/usr/local ./install.sh      into /usr/local
set -euo pipefail
cd "$(dirname "$0")"

prefix=${PREFIX:-$HOME/.local}

if ! command -v cargo >/dev/null; then
    echo "error: cargo is not installed" >&2
    echo "hint: install Rust 1.95 or newer, see https://www.rust-lang.org/tools/install" >&2
    exit 1
fi

cargo build --release --locked

install -d "$prefix/bin" \
    "$prefix/share/bash-completion/completions" \
    "$prefix/share/zsh/site-functions" \
    "$prefix/share/fish/vendor_completions.d"
# A running fx keeps its file: the new one is renamed into place.
install -m 755 target/release/fx "$prefix/bin/.fx.new"
mv -f "$prefix/bin/.fx.new" "$prefix/bin/fx"
install -m 644 completions/fx.bash "$prefix/share/bash-completion/completions/fx"
install -m 644 completions/_fx "$prefix/share/zsh/site-functions/_fx"
install -m 644 completions/fx.fish "$prefix/share/fish/vendor_completions.d/fx.fish"

echo "Installed $("$prefix/bin/fx" --version) at $prefix/bin/fx" >&2
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "hint: add it to your PATH: export PATH=\"$prefix/bin:\$PATH\"" >&2 ;;
esac

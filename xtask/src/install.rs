//! `cargo xtask install PREFIX`: libraries, headers and a pkg-config file where a C compiler finds them.
//!
//! `DESTDIR` is put in front of what is written and left out of what is written into `crm.pc`, as packagers expect.

use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, String>;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The number in the shared library's name; it changes with the ABI.
const ABI: &str = "0";

/// Installs the libraries that lie in a folder.
pub(crate) fn install(root: &Path, prefix: &str, built: &Path) -> Result<String> {
    let prefix = std::path::absolute(prefix).map_err(|error| format!("{prefix}: {error}"))?;
    let target = match std::env::var("DESTDIR") {
        Ok(folder) if !folder.is_empty() => {
            Path::new(&folder).join(prefix.strip_prefix("/").map_err(|error| error.to_string())?)
        }
        _ => prefix.clone(),
    };
    let (lib, include, share) = (target.join("lib"), target.join("include"), target.join("share/crm"));
    for header in ["crm.h", "crm_ffi.h"] {
        copy(&root.join("include").join(header), &include.join(header))?;
    }
    copy(&root.join("include/ops.json"), &share.join("ops.json"))?;
    copy(&built.join("libcrm.a"), &lib.join("libcrm.a"))?;
    install_shared(built, &lib)?;
    let pkg_config = lib.join("pkgconfig/crm.pc");
    write(&pkg_config, &pkg_config_file(&prefix))?;
    Ok(format!("installed crm {VERSION} into {}", target.display()))
}

/// Builds the libraries as they are shipped; the folder where they lie then.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["build", "--release", "--locked", "-p", "crm-ffi"])
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the libraries could not be built".to_owned());
    }
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), PathBuf::from);
    Ok(root.join(target).join("release"))
}

/// The shared library under its full version, with the names that the linker and the loader look for.
fn install_shared(built: &Path, lib: &Path) -> Result<()> {
    if cfg!(target_os = "macos") {
        copy(&built.join("libcrm.dylib"), &lib.join(format!("libcrm.{ABI}.dylib")))?;
        return link(&format!("libcrm.{ABI}.dylib"), &lib.join("libcrm.dylib"));
    }
    if cfg!(windows) {
        return copy(&built.join("crm.dll"), &lib.join("crm.dll"));
    }
    let full = format!("libcrm.so.{VERSION}");
    let loaded = format!("libcrm.so.{ABI}");
    copy(&built.join("libcrm.so"), &lib.join(&full))?;
    if full != loaded {
        link(&full, &lib.join(&loaded))?;
    }
    link(&loaded, &lib.join("libcrm.so"))
}

fn pkg_config_file(prefix: &Path) -> String {
    format!(
        "prefix={}\n\
         libdir=${{prefix}}/lib\n\
         includedir=${{prefix}}/include\n\
         \n\
         Name: crm\n\
         Description: An embedded CRM for shops on one SQLite file\n\
         Version: {VERSION}\n\
         Cflags: -I${{includedir}}\n\
         Libs: -L${{libdir}} -lcrm\n\
         Libs.private: -lpthread -ldl -lm\n",
        prefix.display()
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    create_folder(to)?;
    // A library that is in use is replaced, never overwritten.
    if to.exists() {
        std::fs::remove_file(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    std::fs::copy(from, to).map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(to: &Path, content: &str) -> Result<()> {
    create_folder(to)?;
    std::fs::write(to, content).map_err(|error| format!("{}: {error}", to.display()))
}

fn create_folder(file: &Path) -> Result<()> {
    let folder = file.parent().ok_or_else(|| format!("{} has no folder", file.display()))?;
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(unix)]
fn link(target: &str, name: &Path) -> Result<()> {
    if name.symlink_metadata().is_ok() {
        std::fs::remove_file(name).map_err(|error| format!("{}: {error}", name.display()))?;
    }
    std::os::unix::fs::symlink(target, name).map_err(|error| format!("{}: {error}", name.display()))
}

#[cfg(not(unix))]
fn link(target: &str, name: &Path) -> Result<()> {
    let folder = name.parent().unwrap_or(Path::new("."));
    copy(&folder.join(target), name)
}

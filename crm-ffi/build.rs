//! The name under which the dynamic linker finds the library, and that it stays loaded once it is.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let family = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if ["linux", "freebsd", "netbsd", "openbsd", "dragonfly", "android"].contains(&family.as_str()) {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libcrm.so.0");
        // The fork handler and the panic hook must outlive a dlclose.
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    if family == "macos" {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcrm.0.dylib");
    }
}

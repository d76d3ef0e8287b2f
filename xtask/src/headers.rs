//! The C headers, from the sources of crm-ffi: `crm.h` for C and C++, `crm_ffi.h` for PHP's `FFI::cdef`, which knows
//! no directive, no `extern "C"` and no typed enum.

use crate::generate::GeneratedFile;
use cbindgen::{Builder, Config, DocumentationStyle, EnumConfig, ExportConfig, Language, RenameRule, Style};
use std::path::Path;

const INTRODUCTION: &str = include_str!("crm.h.in");
/// The structs of the Arrow C data and stream interfaces, whose layout is fixed by their specification.
const ARROW: &str = include_str!("arrow.h.in");

/// Constants that no function names, because functions take and return plain integers.
const ENUMS: [&str; 6] = ["crm_code", "crm_flag", "crm_durability", "crm_mode", "crm_length", "crm_has"];

pub(crate) fn files(root: &Path) -> Result<Vec<GeneratedFile>, String> {
    let for_c = render(
        root,
        Config {
            header: Some(INTRODUCTION.trim_end().to_owned()),
            include_guard: Some("CRM_H".to_owned()),
            sys_includes: ["stddef.h", "stdint.h"].map(str::to_owned).to_vec(),
            cpp_compat: true,
            after_includes: Some(arrow_for_c()),
            ..shared()
        },
    )?;
    let for_php = render(root, Config { documentation: false, ..shared() })?;
    if let Some(line) = for_php.lines().find(|line| line.starts_with('#')) {
        return Err(format!("crm_ffi.h must be free of directives, found: {line}"));
    }
    let for_php = format!("/* Generated: the declarations of crm.h for PHP. */\n{ARROW}\n{for_php}");
    Ok(vec![
        GeneratedFile { path: "include/crm.h".to_owned(), content: for_c },
        GeneratedFile { path: "include/crm_ffi.h".to_owned(), content: for_php },
    ])
}

/// The structs of Arrow, unless another header of the program has declared them: the guards are those of the
/// specification.
fn arrow_for_c() -> String {
    let (data, stream) = ARROW.split_at(ARROW.find("struct ArrowArrayStream {").unwrap_or(ARROW.len()));
    let guarded = |name: &str, text: &str| format!("#ifndef {name}\n#define {name}\n{}\n#endif\n", text.trim_end());
    let constants = "#define ARROW_FLAG_DICTIONARY_ORDERED 1\n#define ARROW_FLAG_NULLABLE 2\n#define ARROW_FLAG_MAP_KEYS_SORTED 4\n";
    format!(
        "\n{}\n{}",
        guarded("ARROW_C_DATA_INTERFACE", &format!("{constants}\n{data}")),
        guarded("ARROW_C_STREAM_INTERFACE", stream)
    )
}

fn shared() -> Config {
    Config {
        language: Language::C,
        style: Style::Both,
        documentation_style: DocumentationStyle::Doxy,
        usize_is_size_t: true,
        no_includes: true,
        line_length: 120,
        tab_width: 4,
        enumeration: EnumConfig { rename_variants: RenameRule::None, ..EnumConfig::default() },
        export: ExportConfig {
            include: ENUMS.map(str::to_owned).to_vec(),
            rename: [("FFI_ArrowArrayStream".to_owned(), "struct ArrowArrayStream".to_owned())].into(),
            ..ExportConfig::default()
        },
        ..Config::default()
    }
}

fn render(root: &Path, config: Config) -> Result<String, String> {
    let mut builder = Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root.join("crm-ffi/src").join(source));
    }
    let bindings = builder.generate().map_err(|error| format!("crm-ffi: {error}"))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// The sources that declare something, in the order in which a reader meets it.
const SOURCES: [&str; 11] = [
    "codes.rs",
    "text.rs",
    "buffer.rs",
    "error.rs",
    "open.rs",
    "call.rs",
    "transaction.rs",
    "customers.rs",
    "orders.rs",
    "events.rs",
    "arrow.rs",
];

//! Which program listens on a port, as far as the system tells.

/// A program that has a port.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "only Linux tells without a helper")
)]
pub(crate) struct Holder {
    /// Its name.
    pub(crate) program: String,
    /// Its process id.
    pub(crate) id: u32,
}

/// The program that listens on `port`; `None` where the system does not tell, or not us.
#[cfg(target_os = "linux")]
pub(crate) fn port_holder(port: u16) -> Option<Holder> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(std::fs::read_to_string);
    let sockets: Vec<String> = tables
        .iter()
        .flatten()
        .flat_map(|table| listening(table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let mut ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let id = ids.find(|id| has_open(*id, &sockets))?;
    let program = std::fs::read_to_string(format!("/proc/{id}/comm")).ok()?;
    Some(Holder {
        program: program.trim_end().to_owned(),
        id,
    })
}

/// The program that listens on `port`: only Linux tells without a helper.
#[cfg(not(target_os = "linux"))]
pub(crate) fn port_holder(_port: u16) -> Option<Holder> {
    None
}

/// The inodes of the sockets in a table of the kernel that listen on `port`.
#[cfg(target_os = "linux")]
fn listening(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let port = format!(":{port:04X}");
    let inode = |line: &'_ str| -> Option<String> {
        let mut fields = line.split_ascii_whitespace().skip(1);
        let (local, _remote, state) = (fields.next()?, fields.next()?, fields.next()?);
        let inode = fields.nth(5)?;
        (local.ends_with(&port) && state == LISTEN).then(|| inode.to_owned())
    };
    table.lines().filter_map(inode).collect()
}

/// Whether a process has one of the sockets. Processes of others do not show theirs.
#[cfg(target_os = "linux")]
fn has_open(id: u32, sockets: &[String]) -> bool {
    let files = std::fs::read_dir(format!("/proc/{id}/fd"));
    let targets = files
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| std::fs::read_link(file.path()).ok());
    targets.into_iter().any(|target| {
        target
            .to_str()
            .is_some_and(|name| sockets.iter().any(|socket| socket == name))
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_listener_of_our_own_is_found() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let holder = port_holder(port).unwrap();
        assert_eq!(holder.id, std::process::id());
        assert_ne!(holder.program, "");
        drop(listener);
        assert_eq!(port_holder(port), None);
    }
}

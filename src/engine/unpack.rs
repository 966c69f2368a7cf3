//! Takes the executable, and nothing else, out of a verified package.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::GzDecoder;

use super::Error;

/// The engine's executables have 80 to 130 MB.
const MAX_BYTES: u64 = 600_000_000;

/// Writes `package/<executable>` of the tarball to `target`, ready to be run and safely on the disk; returns its size.
pub(super) fn unpack(
    tarball: &Path,
    executable: &'static str,
    target: &Path,
) -> Result<u64, Error> {
    let file = File::open(tarball).map_err(Error::io("open", tarball))?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::with_capacity(1 << 18, file)));
    let wanted = Path::new("package").join(executable);
    for entry in archive.entries().map_err(Error::Archive)? {
        let mut entry = entry.map_err(Error::Archive)?;
        let is_wanted = entry.path().is_ok_and(|path| *path == *wanted);
        if is_wanted && entry.header().entry_type().is_file() {
            let size = entry.size();
            if size > MAX_BYTES {
                return Err(Error::Archive(io::ErrorKind::FileTooLarge.into()));
            }
            write_executable(&mut entry, size, target)?;
            return Ok(size);
        }
    }
    Err(Error::NoExecutable { executable })
}

fn write_executable(content: &mut impl Read, size: u64, target: &Path) -> Result<(), Error> {
    let mut file = File::create(target).map_err(Error::io("create", target))?;
    let mut buffer = vec![0; 1 << 18];
    let mut written = 0;
    loop {
        // Reading and writing fail for different reasons, so `io::copy` would lose which it was.
        let length = content.read(&mut buffer).map_err(Error::Archive)?;
        if length == 0 {
            break;
        }
        io::Write::write_all(&mut file, &buffer[..length]).map_err(Error::io("write", target))?;
        written += length as u64;
    }
    if written != size {
        return Err(Error::Archive(io::ErrorKind::UnexpectedEof.into()));
    }
    crate::fs::set_mode(target, 0o755).map_err(Error::io("make executable", target))?;
    file.sync_all().map_err(Error::io("write", target))
}

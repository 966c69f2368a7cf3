//! Clients of the API that are slow: they hold up nobody, and a platform that stops does not wait for them.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::host::Platform;

fn connect(platform: &Platform) -> TcpStream {
    let address: SocketAddr = platform.api["http://".len()..].parse().unwrap();
    TcpStream::connect(address).unwrap()
}

/// The status of the answer to a request with this path.
fn asked(platform: &Platform, path: &str) -> String {
    let mut client = connect(platform);
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    client.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; "HTTP/1.1 414".len()];
    client.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer["HTTP/1.1 ".len()..]).into_owned()
}

#[tokio::test]
async fn slow_clients_hold_up_nobody() {
    let mut platform = Platform::start(&[]);
    let project = platform.create_project("slow").await;
    let idle: Vec<TcpStream> = (0..300).map(|_| connect(&platform)).collect();
    let mut upload = connect(&platform);
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/vnd.denoland.eszip\r\ncontent-length: 1000\r\n\r\nEZBR",
        project.path("functions?slug=slow"),
        platform.token,
    );
    upload.write_all(head.as_bytes()).unwrap();
    platform.cx.write(
        "supabase/functions/hello/index.ts",
        "Deno.serve(() => new Response('hello'));\n",
    );
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    assert_eq!(project.get("hello").await.text, "hello");
    // An upload that ends too early is refused, and nothing of it stays.
    drop(upload);
    let listed = platform.get(&project.path("functions")).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let long = "y".repeat(70_000);
    assert_eq!(asked(&platform, &format!("/v1/projects?x={long}")), "414");
    let started = Instant::now();
    platform.stop();
    assert!(started.elapsed() < Duration::from_secs(10));
    for mut client in idle {
        assert_eq!(client.read(&mut [0]).unwrap(), 0);
    }
}

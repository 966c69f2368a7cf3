//! Clients of the AWS SDK, which ask much of the machine before they sign anything: their requests arrive, signed with the
//! function's variables.

use crate::{
    context::TestContext,
    platform::host::Platform,
    registry::{Registry, Reply},
    session::{Answer, Session},
};

const CLIENTS: &str = r#"
import { ListBucketsCommand, S3Client } from "npm:@aws-sdk/client-s3@3.1175.0";
import { BedrockRuntimeClient, InvokeModelCommand } from "npm:@aws-sdk/client-bedrock-runtime@3.1164.0";
import { NodeHttpHandler } from "npm:@smithy/node-http-handler@4";
import { SendEmailCommand, SESClient } from "npm:@aws-sdk/client-ses@3.1169.0";

// The server of the test speaks HTTP/1.1, the client of Bedrock HTTP/2.
const endpoint = Deno.env.get("AWS_TEST_ENDPOINT");
Deno.serve(async () => {
  const { Buckets } = await new S3Client({ endpoint, forcePathStyle: true }).send(new ListBucketsCommand({}));
  const bedrock = new BedrockRuntimeClient({ endpoint, requestHandler: new NodeHttpHandler() });
  const { body } = await bedrock.send(new InvokeModelCommand({ modelId: "m", contentType: "application/json", body: "{}" }));
  const { MessageId } = await new SESClient({ endpoint }).send(new SendEmailCommand({
    Source: "a@example.com",
    Destination: { ToAddresses: ["b@example.com"] },
    Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
  }));
  return Response.json([Buckets[0].Name, JSON.parse(new TextDecoder().decode(body)), MessageId]);
});
"#;

const ANSWERS: [&str; 3] = [
    "<ListAllMyBucketsResult><Buckets><Bucket><Name>mine</Name></Bucket></Buckets></ListAllMyBucketsResult>",
    r#"{"said":"hello"}"#,
    "<SendEmailResponse><SendEmailResult><MessageId>id</MessageId></SendEmailResult></SendEmailResponse>",
];

fn cloud() -> Registry {
    let types = ["application/xml", "application/json", "text/xml"];
    let replies = ANSWERS.iter().zip(types).map(|(body, content_type)| {
        let headers = vec![("content-type", content_type.to_owned())];
        Reply::Full(200, headers, body.as_bytes().to_vec())
    });
    Registry::start(replies)
}

fn variables(cloud: &Registry) -> String {
    format!(
        "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=secret\nAWS_REGION=eu-central-1\nAWS_TEST_ENDPOINT={}\n",
        cloud.url()
    )
}

fn project(cx: &TestContext) {
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/f/index.ts", CLIENTS);
}

fn assert_called(answer: &Answer, cloud: &Registry) {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        answer.json(),
        serde_json::json!(["mine", { "said": "hello" }, "id"])
    );
    for service in ["s3", "bedrock", "ses"] {
        let request = cloud.next_request();
        let signed = request
            .authorization
            .starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && request
                .authorization
                .contains(&format!("/eu-central-1/{service}/aws4_request"));
        assert!(signed, "{service}: {request:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_the_aws_sdk_sign_and_send() {
    let cx = TestContext::new().with_shared_cache();
    project(&cx);
    for args in [&[][..], &["--from-bundle"]] {
        let cloud = cloud();
        cx.write("supabase/functions/.env", variables(&cloud));
        let session = Session::start(&cx, args);
        assert_called(&session.get("f").await, &cloud);
    }
}

#[tokio::test]
async fn clients_of_the_aws_sdk_sign_and_send_when_deployed() {
    let platform = Platform::start(&["--allow-private-net"]);
    let project_ = platform.create_project("cloud").await;
    let cloud = cloud();
    project(&platform.cx);
    platform.cx.write("variables.env", variables(&cloud));
    let reference = &*project_.reference;
    platform.run([
        "secrets",
        "set",
        "--env-file",
        "variables.env",
        "--project-ref",
        reference,
    ]);
    platform.run(["functions", "deploy", "--project-ref", reference]);
    assert_called(&project_.get("f").await, &cloud);
}

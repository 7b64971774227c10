//! A server on this machine answers as before, whatever its clients do.
//!
//! It runs on tokio, with one thread, and does with `answer` what axum does with a handler: it spawns a
//! task for each connection, and drops the request when its client hangs up. Real connections come in:
//! many drafts on one, a draft that is cut off, one that is no text, one that is a byte too long, and
//! clients who hang up while the archive is being asked. The starter passes this step; keep it passing.
//! Before moving on: when does a request notice that its client has hung up, if it computes for a
//! second without an `.await`?

use std::io::Result;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use async_requests::{Article, LONGEST};
use fastrand::Rng;
use tokio::net::TcpListener;

use super::client::Client;
use super::desk::{self, Archive, TestDesk};
use super::{answers, drafts, server};

/// Runs a test with a server on a port of its own.
fn with_server<F: Future<Output = Result<()>>>(
    test: impl FnOnce(SocketAddr, Arc<TestDesk<Article>>) -> F,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let runtime = runtime.expect("a runtime, with what it needs of the system");
    let result = runtime.block_on(async {
        let desk = desk::yours();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(server::serve(listener, desk.clone()));
        test(address, desk).await
    });
    if let Err(error) = result {
        panic!("a client of the server on this machine: {error}");
    }
}

#[test]
fn many_drafts_on_one_connection() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, 300, 200..6_000);
    with_server(async |address, desk| {
        let mut client = Client::connect(address).await?;
        let mut yours = Vec::new();
        for draft in &drafts {
            client.send(draft.as_bytes(), draft.len()).await?;
            let (status, body) = client.receive().await?;
            yours.push(if status == 200 {
                Ok(body)
            } else {
                Err(format!("{status} {body}"))
            });
        }
        answers::assert_same("drafts sent to the server", &yours, &drafts);
        desk.assert_all_back("300 drafts on one connection");
        Ok(())
    });
}

#[test]
fn hostile_clients_get_an_answer_that_says_so() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let good = drafts::draft(&mut rng, 2_000);
    let long = "x".repeat(LONGEST + 1);
    let short = "a of the";
    let not_text: &[u8] = b"ferry \xFF bridge";
    with_server(async |address, desk| {
        for (draft, expected) in [
            (long.as_bytes(), 413),
            (short.as_bytes(), 422),
            (b"", 422),
            (not_text, 400),
            (good.as_bytes(), 200),
        ] {
            // What is cut off, with the connection, never becomes a request.
            let cut_off = Client::connect(address).await?;
            cut_off
                .send(&draft[..draft.len() / 2], draft.len() + 1)
                .await?;
            drop(cut_off);
            let mut client = Client::connect(address).await?;
            client.send(draft, draft.len()).await?;
            let (status, body) = client.receive().await?;
            assert_eq!(
                status,
                expected,
                "the status for a draft of {} bytes, with the body {body:?}",
                draft.len()
            );
        }
        desk.archive(Archive::Fails);
        let mut client = Client::connect(address).await?;
        client.send(good.as_bytes(), good.len()).await?;
        let (status, _) = client.receive().await?;
        assert_eq!(status, 503, "the status if the archive does not answer");
        desk.assert_all_back("hostile clients");
        Ok(())
    });
}

#[test]
fn clients_who_hang_up_leave_nothing() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let drafts = drafts::drafts(&mut rng, 50, 2_000..6_000);
    with_server(async |address, desk| {
        desk.archive(Archive::Waits);
        for draft in &drafts {
            let client = Client::connect(address).await?;
            client.send(draft.as_bytes(), draft.len()).await?;
            desk.until(
                |desk| desk.n_waiting() == 1,
                |context| client.poll_answered(context),
            )
            .await;
            assert_eq!(
                desk.n_waiting(),
                1,
                "requests that wait for the archive, which has not answered"
            );
            drop(client);
            // The server notices, and drops the request.
            desk.until(|desk| desk.n_waiting() == 0, |_| std::task::Poll::Pending)
                .await;
        }
        desk.assert_all_back("clients who hung up while the archive was being asked");

        desk.archive(Archive::Answers);
        let mut client = Client::connect(address).await?;
        client.send(drafts[0].as_bytes(), drafts[0].len()).await?;
        let (_, body) = client.receive().await?;
        answers::assert_same("the client after them", &[Ok(body)], &drafts[..1]);
        Ok(())
    });
}

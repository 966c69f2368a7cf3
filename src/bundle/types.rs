//! What an engine needs that checks the types of a function: everything is downloaded beforehand, for only here it is
//! known what could not be, and why.

use std::path::PathBuf;

use deno_graph::GraphKind;

use super::{
    Error,
    containment::SourceRoot,
    graph::Graph,
    import_map::{EngineMap, Kept},
    inputs::Inputs,
    job::Job,
    prepare::Workshop,
    request::GraphRequest,
    stand_ins,
    workspace::Workspace,
};

impl Workshop {
    /// Downloads what the types of the function need, adds it to the request's lockfile, and gives the engine's import
    /// map. Other files for the engine go beside the lockfile.
    pub(super) fn fetch_types(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        root: &SourceRoot,
    ) -> Result<Option<PathBuf>, Error> {
        let mut inputs = Inputs::unknown(&request.entrypoint);
        let workspace = Workspace::open(request, &self.places, root, &mut inputs)?;
        let graph = Graph {
            request,
            workspace: &workspace,
            downloader: &self.downloader,
            root,
            shallow: &self.shallow,
            kind: GraphKind::All,
            cancelled: job.cancelled(),
        };
        let (graph, scopes, lock) = job.run(graph.fetch_types())??;
        if let Some(lock) = lock {
            job.publish(&request.lock_out, &lock)?;
        }
        let imports = stand_ins::to_check(&graph);
        let path = request.lock_out.with_extension("imports.json");
        let failed = |source| Error::Io {
            action: "write",
            path: path.clone(),
            source,
        };
        let resolver = job.run(workspace.workspace_resolver())??;
        let kept = Kept::new(&self.places.cache, &request.entrypoint);
        let types = stand_ins::write_types(&path).map_err(failed)?;
        let mut map = EngineMap::new(resolver.maybe_import_map(), kept);
        map.say(scopes.entries());
        map.say(stand_ins::said(&imports, types.as_str()));
        if map.is_configured() {
            return Ok(workspace.import_map);
        }
        job.publish(&path, map.to_file(&path).as_bytes())?;
        Ok(Some(path))
    }
}

using Orleans.Kube.Silo.Watching;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>The handlers of stored resources, by verb. The same ones serve every kind.</summary>
public sealed record VerbHandlers(ReadHandlers Reads, WriteHandlers Writes)
{
    public IRequestHandler? Find(string verb) => verb switch
    {
        "get" => Reads.Get,
        "list" => Reads.List,
        "watch" => Reads.Watch,
        "create" => Writes.Create,
        "update" => Writes.Update,
        "patch" => Writes.Patch,
        "delete" => Writes.Delete,
        "deletecollection" => Writes.DeleteCollection,
        _ => null,
    };
}

/// <summary>The handlers that change nothing.</summary>
public sealed record ReadHandlers(GetHandler Get, ListHandler List, WatchHandler Watch);

/// <summary>The handlers that write through grains.</summary>
public sealed record WriteHandlers(
    CreateHandler Create, UpdateHandler Update, PatchHandler Patch, DeleteHandler Delete, DeleteCollectionHandler DeleteCollection);

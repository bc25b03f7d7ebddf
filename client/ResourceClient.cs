using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Client;

/// <summary>
/// Reads and writes the objects of one kind, in one namespace or (for lists and watches) in all. Every call may throw
/// <see cref="StatusException"/> with the server's reason.
/// </summary>
public sealed class ResourceClient<TObject> where TObject : KubeObject
{
    private readonly KubeClient _client;

    internal ResourceClient(KubeClient client, ResourceRoute route, string @namespace) => (_client, Route, Namespace) = (client, route, @namespace);

    public ResourceRoute Route { get; }

    /// <summary>Empty for all namespaces and for cluster-scoped kinds.</summary>
    public string Namespace { get; }

    internal KubeClient Client => _client;

    public ResourceClient<TObject> InNamespace(string @namespace) => new(_client, Route, @namespace);

    public async Task<TObject> GetAsync(string name, CancellationToken cancellationToken = default) =>
        Typed(await _client.SendAsync<TObject>(HttpMethod.Get, Route.Object(Namespace, name), null, null, cancellationToken));

    /// <summary>The object, or null where there is none of that name.</summary>
    public async Task<TObject?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(name, cancellationToken);
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            return null;
        }
    }

    /// <summary>The whole collection, read page by page at one revision.</summary>
    public async Task<ObjectList<TObject>> ListAsync(ListOptions? options = null, CancellationToken cancellationToken = default)
    {
        var page = await ListPageAsync(options, cancellationToken);
        if (page.Metadata.Continue.Length == 0) return page;
        var items = new List<TObject>(page.Items);
        while (page.Metadata.Continue.Length > 0)
        {
            var next = (options ?? new()) with { Continue = page.Metadata.Continue, ResourceVersion = null, ResourceVersionMatch = null };
            page = await ListPageAsync(next, cancellationToken);
            items.AddRange(page.Items);
        }

        return page with { Items = items };
    }

    /// <summary>One page; <c>Metadata.Continue</c> is empty on the last.</summary>
    public async Task<ObjectList<TObject>> ListPageAsync(ListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var path = options.AddTo(Route.Collection(Namespace)).Query("limit", options.Limit ?? _client.Options.PageSize).Query("continue", options.Continue);
        var list = await _client.SendAsync<ObjectList<TObject>>(HttpMethod.Get, path, null, null, cancellationToken);
        return list with { Items = [.. list.Items.Select(Typed)] };
    }

    public async Task<TObject> CreateAsync(TObject value, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = (options ?? new()).AddTo(Route.Collection(NamespaceFor(value)), _client.FieldManager);
        return Typed(await _client.SendAsync<TObject>(HttpMethod.Post, path, Typed(value), null, cancellationToken));
    }

    /// <summary>Replaces the object; a stale <c>metadata.resourceVersion</c> is refused with Conflict.</summary>
    public Task<TObject> ReplaceAsync(TObject value, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        PutAsync(value, null, options, cancellationToken);

    public Task<TObject> ReplaceStatusAsync(TObject value, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        PutAsync(value, "status", options, cancellationToken);

    /// <param name="name">Which object.</param>
    /// <param name="kind">What <paramref name="patch"/> is.</param>
    /// <param name="patch">A value that is written as JSON, or the UTF-8 bytes of the patch.</param>
    /// <param name="subresource">Such as <c>status</c>; null patches the object itself.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellationToken">Ends the wait; the server may still have written.</param>
    public async Task<TObject> PatchAsync(
        string name, PatchKind kind, object patch, string? subresource = null, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = (options ?? new()).AddTo(Route.Object(Namespace, name, subresource), _client.FieldManager);
        return Typed(await _client.SendAsync<TObject>(HttpMethod.Patch, path, patch, MediaType(kind), cancellationToken));
    }

    public Task<TObject> PatchStatusAsync(string name, PatchKind kind, object patch, CancellationToken cancellationToken = default) =>
        PatchAsync(name, kind, patch, "status", null, cancellationToken);

    /// <summary>Server-side apply: creates the object or makes the given fields so, as this field manager.</summary>
    public async Task<TObject> ApplyAsync(TObject value, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = (options ?? new()).AddTo(Route.Object(NamespaceFor(value), value.Metadata.Name), _client.FieldManager);
        return Typed(await _client.SendAsync<TObject>(HttpMethod.Patch, path, Typed(value), MediaType(PatchKind.Apply), cancellationToken));
    }

    public Task DeleteAsync(string name, DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        DeleteAsync(Route.Object(Namespace, name), options, cancellationToken);

    public Task DeleteCollectionAsync(ListOptions? which = null, DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        DeleteAsync((which ?? new()).AddTo(Route.Collection(Namespace)), options, cancellationToken);

    public Task<Scale> GetScaleAsync(string name, CancellationToken cancellationToken = default) =>
        _client.SendAsync<Scale>(HttpMethod.Get, Route.Object(Namespace, name, "scale"), null, null, cancellationToken);

    public Task<Scale> ReplaceScaleAsync(string name, Scale scale, CancellationToken cancellationToken = default) =>
        _client.SendAsync<Scale>(HttpMethod.Put, Route.Object(Namespace, name, "scale"), scale, null, cancellationToken);

    /// <summary>Posts to a subresource that answers with a Status, such as <c>binding</c> and <c>eviction</c>.</summary>
    public Task<Status> PostAsync(string name, string subresource, KubeObject body, CancellationToken cancellationToken = default) =>
        PostAsync<Status>(name, subresource, body, cancellationToken);

    /// <summary>Posts to a subresource that answers with an object of its own, such as <c>token</c>.</summary>
    public Task<TAnswer> PostAsync<TAnswer>(string name, string subresource, KubeObject body, CancellationToken cancellationToken = default) =>
        _client.SendAsync<TAnswer>(HttpMethod.Post, Route.Object(Namespace, name, subresource), body, null, cancellationToken);

    /// <summary>
    /// The changes from <see cref="ListOptions.ResourceVersion"/> on, without gaps: a connection that ends is opened anew at the last
    /// revision seen. Ends by cancellation, or with a <see cref="StatusException"/>: 410 when the history is gone, so list again.
    /// </summary>
    public IAsyncEnumerable<WatchEvent<TObject>> WatchAsync(ListOptions? options = null, CancellationToken cancellationToken = default) =>
        new Watch<TObject>(this, options ?? new()).RunAsync(cancellationToken);

    internal TObject Typed(TObject value) =>
        value.Kind.Length > 0 && value.ApiVersion.Length > 0 ? value : (TObject)((KubeObject)value with { ApiVersion = Route.ApiVersion, Kind = Route.Kind });

    private async Task<TObject> PutAsync(TObject value, string? subresource, WriteOptions? options, CancellationToken cancellationToken)
    {
        var path = (options ?? new()).AddTo(Route.Object(NamespaceFor(value), value.Metadata.Name, subresource), _client.FieldManager);
        return Typed(await _client.SendAsync<TObject>(HttpMethod.Put, path, Typed(value), null, cancellationToken));
    }

    private async Task DeleteAsync(RequestPath path, DeleteOptions? options, CancellationToken cancellationToken)
    {
        var body = options is null ? null : options with { ApiVersion = "v1", Kind = "DeleteOptions" };
        await _client.SendAsync<System.Text.Json.JsonElement>(HttpMethod.Delete, path, body, null, cancellationToken);
    }

    private string NamespaceFor(TObject value) => value.Metadata.Namespace is { Length: > 0 } own ? own : Namespace;

    private static MediaTypeHeaderValue MediaType(PatchKind kind) => kind switch
    {
        PatchKind.Json => new("application/json-patch+json"),
        PatchKind.Merge => new("application/merge-patch+json"),
        PatchKind.StrategicMerge => new("application/strategic-merge-patch+json"),
        PatchKind.Apply => new("application/apply-patch+yaml"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

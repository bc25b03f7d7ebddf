using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Computed;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Lists;

/// <summary>Reads pages of a collection from snapshots: which revision, which objects, and how the list goes on.</summary>
public sealed class ListReader(IClusterState cluster, SnapshotShelf shelf, ComputedResources computed, ObjectConversion conversion)
{
    private const string TooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, "
        + "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an "
        + "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    /// <exception cref="StatusException">The revision asked for is not at hand.</exception>
    public async ValueTask<ListPage> ReadAsync(ApiRequest request, ListParameters parameters, ObjectSelection selection)
    {
        if (request.Definition.Virtual) return await ComputeAsync(request, selection);
        var token = parameters.Continue.Length > 0 ? ContinueToken.Decode(parameters.Continue) : null;
        if (token is not null && parameters.Version is not ("" or "0")) throw Failures.BadRequest("specifying resource version is not allowed when using continue");
        var version = ResourceVersionQuery.OfList(parameters);
        var view = token is not null ? Continued(request, token) : version.IsExact || IsExactOfOld(version, parameters) ? Exact(request, version.Revision) : await version.ViewAsync(cluster, request.Aborted);
        // Whatever is at hand is given whole.
        var limit = token is null && version.Text == "0" ? 0 : parameters.Limit;
        return await ReadAsync(view, request, selection, limit, token);
    }

    /// <summary>A page at a revision is of exactly that one, as it was before clients could say so (k8s.io/apiserver/pkg/storage).</summary>
    private static bool IsExactOfOld(ResourceVersionQuery version, ListParameters parameters) => version is { Match: "", Revision: > 0 } && parameters.Limit > 0;

    /// <summary>What is made when it is read has no revisions and comes in one page.</summary>
    private async Task<ListPage> ComputeAsync(ApiRequest request, ObjectSelection selection)
    {
        var objects = await computed.ListAsync(request.Definition.Resource, request.NamespaceScope, request.Aborted);
        return new ListPage([.. objects.Where(selection.Selects)], new ListEnvelope(0));
    }

    private async ValueTask<ListPage> ReadAsync(IClusterView view, ApiRequest request, ObjectSelection selection, long limit, ContinueToken? token)
    {
        var found = Find(view, request, selection, token);
        if (selection.ReadsVersion) found = await conversion.ToVersionAsync(request.Definition, [.. found.Where(selection.SelectsHeader)]);
        var objects = new List<ApiObject>(selection.Name is not null ? 1 : limit > 0 ? (int)Math.Min(limit, 4096) : view.Count(request.Definition.StoredResource, request.NamespaceScope));
        var more = false;
        foreach (var value in found)
        {
            if (!selection.Selects(value)) continue;
            more = limit > 0 && objects.Count == limit;
            if (more) break;
            objects.Add(value);
        }

        return new ListPage(objects, more ? Envelope(view, request, selection, objects, token) : new ListEnvelope(view.Revision));
    }

    /// <summary>The objects among which those selected are.</summary>
    private static IEnumerable<ApiObject> Find(IClusterView view, ApiRequest request, ObjectSelection selection, ContinueToken? token)
    {
        var (definition, scope) = (request.Definition, request.NamespaceScope);
        if (selection.Name is not { } name || (scope is null && definition.Namespaced)) return view.List(definition.StoredResource, scope, token?.After);
        return view.Find(definition.Key(scope ?? "", name)) is { } single ? [single] : [];
    }

    private ListEnvelope Envelope(IClusterView view, ApiRequest request, ObjectSelection selection, List<ApiObject> page, ContinueToken? token)
    {
        shelf.Keep(view);
        var (resource, scope, last) = (request.Definition.StoredResource, request.NamespaceScope, page[^1].Key.Path);
        if (!selection.SelectsAll) return new ListEnvelope(view.Revision, new ContinueToken(view.Revision, last, ContinueToken.Unknown).Encode());
        var total = view.Count(resource, scope);
        var returned = token is { Returned: ContinueToken.Unknown } ? total - view.List(resource, scope, last).Count() : (token?.Returned ?? 0) + page.Count;
        return new ListEnvelope(view.Revision, new ContinueToken(view.Revision, last, returned).Encode(), total - returned);
    }

    private IClusterView Continued(ApiRequest request, ContinueToken token)
    {
        if (token.Revision == ContinueToken.Inconsistent || token.Revision == cluster.Current.Revision) return cluster.Current;
        if (Find(request, token.Revision) is { } kept) return kept;
        var expired = Failures.Expired(TooOld).Status;
        var next = new ContinueToken(ContinueToken.Inconsistent, token.After, ContinueToken.Unknown);
        throw new StatusException(expired with { Metadata = new ListMeta { Continue = next.Encode() } });
    }

    private IClusterView? Find(ApiRequest request, long revision) => shelf.Take(revision) ?? cluster.Past(request.Definition.StoredResource, revision);

    private IClusterView Exact(ApiRequest request, long revision)
    {
        var current = cluster.Current;
        if (current.Revision == revision) return current;
        if (revision > current.Revision) throw Failures.BadRequest("etcdserver: mvcc: required revision is a future revision");
        return Find(request, revision) ?? throw Failures.Expired("The resourceVersion for the provided list is too old.");
    }
}

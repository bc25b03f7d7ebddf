using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers.Namespaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>
/// Empties namespaces of what other API servers have in them: each kind in the version that is preferred, with <c>deletecollection</c> where it has
/// that, else one by one.
/// </summary>
public sealed class RemoteContent(RemoteApis remotes) : IForeignApis
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly UserInfo Controller = new()
    {
        Username = "system:serviceaccount:kube-system:namespace-controller",
        Groups = ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:masters", "system:authenticated"],
    };

    private static readonly byte[] Background = JsonSerializer.SerializeToUtf8Bytes(
        new DeleteOptions { ApiVersion = "v1", Kind = "DeleteOptions", PropagationPolicy = "Background" }, KubeJson.Options);

    /// <summary>A kind of another server that has objects in namespaces which can be deleted.</summary>
    private sealed record RemoteKind(APIService Api, APIResource Resource)
    {
        public GroupResource Name => new(Api.Spec.Group, Resource.Name);

        public string Text => $"{Api.Spec.Group}/{Api.Spec.Version}, Resource={Resource.Name}";

        public bool Can(string verb) => Resource.Verbs.Contains(verb);

        public string Path(string space) => $"/apis/{Api.Spec.Group}/{Api.Spec.Version}/namespaces/{space}/{Resource.Name}";
    }

    public async Task<ForeignContent> EmptyAsync(string @namespace, bool deletes)
    {
        APIService[] all = [.. remotes.All];
        if (all.Length == 0) return ForeignContent.None;
        var lists = await Task.WhenAll(all.Select(ListAsync));
        var unknown = all.Where((_, i) => lists[i] is null).Select(static a => $"{a.Spec.Group}/{a.Spec.Version}").Order(StringComparer.Ordinal).ToList();
        if (!deletes) return new ForeignContent(unknown, [], []);
        var emptied = await Task.WhenAll(Preferred(all.Zip(lists)).Select(kind => EmptyAsync(kind, @namespace)));
        return new ForeignContent(unknown, [.. emptied.SelectMany(static e => e.Remaining)], [.. emptied.Select(static e => e.Failure).OfType<string>()]);
    }

    private async Task<APIResourceList?> ListAsync(APIService api) =>
        RemoteApis.IsUnavailable(api) ? null : await remotes.GetAsync<APIResourceList>(api, $"/apis/{api.Spec.Group}/{api.Spec.Version}", CancellationToken.None);

    private static IEnumerable<RemoteKind> Preferred(IEnumerable<(APIService Api, APIResourceList? Listed)> known) => known
        .OrderByDescending(static k => k.Api.Spec.VersionPriority).ThenBy(static k => k.Api.Spec.Version, VersionPriority.Order)
        .SelectMany(static k => (k.Listed?.Resources ?? []).Select(r => new RemoteKind(k.Api, r)))
        .Where(static kind => kind.Resource.Namespaced && !kind.Resource.Name.Contains('/') && kind.Can("delete"))
        .DistinctBy(static kind => kind.Name);

    private async Task<(IReadOnlyList<NamespaceItem> Remaining, string? Failure)> EmptyAsync(RemoteKind kind, string space)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (kind.Can("deletecollection")) await SendAsync(kind, HttpMethod.Delete, kind.Path(space), patience.Token);
            else await DeleteEachAsync(kind, space, patience.Token);
            var left = await ItemsAsync(kind, space, patience.Token);
            var stuck = left.Count > 0 && left.All(static item => item.Finalizers.Count == 0);
            return (left, stuck ? NamespaceDeletionConditions.Unexpected(space, kind.Text) : null);
        }
        catch (StatusException failure)
        {
            return ([], failure.Message);
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            return ([], failure.Message);
        }
        catch (OperationCanceledException)
        {
            return ([], $"Get \"{RemoteApis.AddressOf(kind.Api.Spec, kind.Path(space))}\": context deadline exceeded");
        }
    }

    private async Task DeleteEachAsync(RemoteKind kind, string space, CancellationToken cancellation)
    {
        foreach (var item in await ItemsAsync(kind, space, cancellation))
            await SendAsync(kind, HttpMethod.Delete, $"{kind.Path(space)}/{item.Key.Name}", cancellation);
    }

    private async Task<IReadOnlyList<NamespaceItem>> ItemsAsync(RemoteKind kind, string space, CancellationToken cancellation)
    {
        if (!kind.Can("list") || await SendAsync(kind, HttpMethod.Get, kind.Path(space), cancellation) is not { Length: > 0 } body) return [];
        var items = JsonNode.Parse(body)?["items"] as JsonArray ?? [];
        return [.. items.Select(static item => item?["metadata"].Deserialize<ObjectMeta>(KubeJson.Options)).OfType<ObjectMeta>()
            .Select(meta => new NamespaceItem(new ObjectKey(kind.Name, space, meta.Name), meta.Uid, meta.DeletionTimestamp is not null, meta.Finalizers))];
    }

    /// <returns>The answer; empty where the server says that it has no such thing.</returns>
    private async Task<byte[]> SendAsync(RemoteKind kind, HttpMethod method, string path, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(method, RemoteApis.AddressOf(kind.Api.Spec, path));
        message.Headers.Accept.ParseAdd("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        message.Headers.Accept.ParseAdd("application/json");
        if (method == HttpMethod.Delete) message.Content = new ByteArrayContent(Background) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await remotes.SendAsync(kind.Api, message, Controller, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (response.IsSuccessStatusCode) return body;
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) return [];
        throw new HttpRequestException(RemoteRefusal.Words((int)response.StatusCode, body, $"{method.Method.ToLowerInvariant()} {kind.Name}"));
    }
}

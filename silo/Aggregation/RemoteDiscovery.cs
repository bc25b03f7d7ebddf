using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Health;
using Orleans.Kube.Silo.Peers;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>Adds the groups of other API servers to the documents of discovery. What they list is asked for again after a while.</summary>
public sealed class RemoteDiscovery(RemoteApis remotes, ActiveSilo active, TimeProvider time) : IHealthReporter
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string Path, string Api, long Generation), (long Since, object? Answer)> _answers = new();

    /// <summary>Others are asked when somebody wants to know: there is nothing to start.</summary>
    public IReadOnlyList<IHealthCheck> Checks { get; } =
    [
        .. from name in (string[])["apiservice-discovery-controller", "apiservice-openapi-controller", "apiservice-openapiv3-controller"]
           select new HealthCheck($"poststarthook/{name}", true, remotes.Problem),
    ];

    public bool IsEmpty => !remotes.All.Any();

    /// <summary>The paths of the groups and versions.</summary>
    public IEnumerable<string> Paths => remotes.All.SelectMany(static a => new[] { $"/apis/{a.Spec.Group}", $"/apis/{a.Spec.Group}/{a.Spec.Version}" });

    /// <summary>The APIGroup of a group that only other servers serve, or null.</summary>
    public JsonObject? Group(string name)
    {
        var versions = remotes.All.Where(a => a.Spec.Group == name).OrderByDescending(static a => a.Spec.VersionPriority).ThenBy(static a => a.Spec.Version, VersionPriority.Order).Select(static a => a.Spec.Version).ToList();
        if (versions.Count == 0) return null;
        var entries = versions.Select(v => new JsonObject { ["groupVersion"] = $"{name}/{v}", ["version"] = v }).ToArray<JsonNode>();
        return new JsonObject { ["name"] = name, ["versions"] = new JsonArray(entries), ["preferredVersion"] = entries[0].DeepClone() };
    }

    /// <summary>An APIGroupList with the remote groups.</summary>
    public byte[] WithGroups(byte[] document)
    {
        var list = JsonNode.Parse(document)!;
        var groups = list["groups"]!.AsArray();
        foreach (var name in remotes.All.Select(static a => a.Spec.Group).Distinct())
            if (groups.All(g => (string?)g!["name"] != name)) groups.Add(Group(name));
        return JsonBytes(list);
    }

    /// <summary>An APIGroupDiscoveryList with the remote groups and all that they list.</summary>
    public async Task<byte[]> WithResourcesAsync(byte[] document, CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(document)!;
        var items = list["items"]!.AsArray();
        foreach (var group in remotes.All.GroupBy(static a => a.Spec.Group))
        {
            var item = items.FirstOrDefault(i => (string?)i!["metadata"]!["name"] == group.Key);
            if (item is null) items.Add(item = new JsonObject { ["metadata"] = new JsonObject { ["name"] = group.Key, ["creationTimestamp"] = null }, ["versions"] = new JsonArray() });
            foreach (var api in group.OrderByDescending(static a => a.Spec.VersionPriority).ThenBy(static a => a.Spec.Version, VersionPriority.Order))
                item["versions"]!.AsArray().Add(Version(api, await ListedAsync(api, cancellationToken)));
        }

        return JsonBytes(list);
    }

    /// <summary>Where the OpenAPI documents of the remote versions are, as their servers' indexes say.</summary>
    public async Task<IReadOnlyList<(string Name, string Address)>> DocumentsAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, string)>();
        foreach (var api in remotes.All)
        {
            var name = $"apis/{api.Spec.Group}/{api.Spec.Version}";
            if (await AskAsync<JsonObject>(api, "/openapi/v3", cancellationToken) is { } index && (index["paths"] as JsonObject)?[name] is JsonObject entry)
                found.Add((name, entry["serverRelativeURL"] is JsonValue address && address.TryGetValue<string>(out var text) ? text : $"/openapi/v3/{name}"));
        }

        return found;
    }

    /// <summary>The Swagger 2.0 documents of the remote servers, the most important first. A document that has not changed is the same one.</summary>
    public async Task<IReadOnlyList<(string Group, JsonObject Document)>> SwaggersAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, JsonObject)>();
        foreach (var api in remotes.All.OrderByDescending(static a => a.Spec.GroupPriorityMinimum).ThenBy(static a => a.Spec.Group, StringComparer.Ordinal)
            .ThenByDescending(static a => a.Spec.VersionPriority).ThenBy(static a => a.Spec.Version, VersionPriority.Order))
        {
            if (await AskAsync<JsonObject>(api, "/openapi/v2", cancellationToken) is { } document) found.Add((api.Spec.Group, document));
        }

        return found;
    }

    private static byte[] JsonBytes(JsonNode node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());

    private static JsonObject Version(APIService api, APIResourceList? listed)
    {
        var resources = new JsonArray();
        foreach (var resource in listed?.Resources.Where(static r => !r.Name.Contains('/')) ?? [])
        {
            var parts = listed!.Resources.Where(r => r.Name.StartsWith(resource.Name + "/", StringComparison.Ordinal))
                .Select(r => (JsonNode)new JsonObject { ["subresource"] = r.Name[(resource.Name.Length + 1)..], ["responseKind"] = Kind(api, r), ["verbs"] = Texts(r.Verbs) }).ToArray();
            var entry = new JsonObject
            {
                ["resource"] = resource.Name, ["responseKind"] = Kind(api, resource), ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster", ["singularResource"] = resource.SingularName, ["verbs"] = Texts(resource.Verbs),
            };
            if (resource.ShortNames.Count > 0) entry["shortNames"] = Texts(resource.ShortNames);
            if (resource.Categories.Count > 0) entry["categories"] = Texts(resource.Categories);
            if (parts.Length > 0) entry["subresources"] = new JsonArray(parts);
            resources.Add(entry);
        }

        return new JsonObject { ["version"] = api.Spec.Version, ["resources"] = resources, ["freshness"] = listed is null ? "Stale" : "Current" };
    }

    private static JsonObject Kind(APIService api, APIResource resource) => new()
    {
        ["group"] = resource.Group.Length > 0 ? resource.Group : api.Spec.Group, ["version"] = resource.Version.Length > 0 ? resource.Version : api.Spec.Version, ["kind"] = resource.Kind,
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(static t => JsonValue.Create(t))]);

    private Task<APIResourceList?> ListedAsync(APIService api, CancellationToken cancellationToken) => AskAsync<APIResourceList>(api, $"/apis/{api.Spec.Group}/{api.Spec.Version}", cancellationToken);

    /// <summary>What a server says. Only the active silo reaches services, the others do not know; nobody waits for a server that is known not to answer.</summary>
    private async Task<TAnswer?> AskAsync<TAnswer>(APIService api, string path, CancellationToken cancellationToken) where TAnswer : class
    {
        if (!active.IsHere || RemoteApis.IsUnavailable(api)) return null;
        var key = (path, api.Metadata.Name, api.Metadata.Generation);
        if (_answers.TryGetValue(key, out var known) && known.Answer is TAnswer fresh && time.GetElapsedTime(known.Since) < Fresh) return fresh;
        var answer = await remotes.GetAsync<TAnswer>(api, path, cancellationToken);
        if (answer is null || (answer is JsonNode changed && JsonNode.DeepEquals(changed, known.Answer as JsonNode))) answer = known.Answer as TAnswer;
        _answers[key] = (time.GetTimestamp(), answer);
        return answer;
    }
}

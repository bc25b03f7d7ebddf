using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>What the server serves, as documents: groups, versions and resources. Made once from the registry.</summary>
public sealed class DiscoveryDocuments
{
    private static readonly ServerAddressByClientCIDR[] NoAddresses = [];
    private readonly Dictionary<string, byte[]> _byPath = new(StringComparer.Ordinal);

    public DiscoveryDocuments(ResourceRegistry registry)
    {
        var versions = registry.All.GroupBy(static d => (d.Group, d.Version)).ToList();
        var groups = versions.Where(static v => v.Key.Group.Length > 0).GroupBy(static v => v.Key.Group, static v => v.Key.Version)
            .Select(static g => Group(g.Key, [.. g])).ToList();
        Add("/api", Versions);
        Add("/apis", new APIGroupList { ApiVersion = "v1", Kind = "APIGroupList", Groups = groups });
        foreach (var group in groups) Add($"/apis/{group.Name}", group with { ApiVersion = "v1", Kind = "APIGroup" });
        foreach (var version in versions)
        {
            var groupVersion = version.Key.Group.Length == 0 ? version.Key.Version : $"{version.Key.Group}/{version.Key.Version}";
            Add(version.Key.Group.Length == 0 ? $"/api/{groupVersion}" : $"/apis/{groupVersion}", new APIResourceList
            {
                ApiVersion = version.Key.Group.Length == 0 ? "" : "v1", Kind = "APIResourceList", GroupVersion = groupVersion, Resources = [.. version.SelectMany(d => Resources(d, StoredVersion(d, registry)))],
            });
        }
    }

    /// <summary>The document of <c>/api</c>, to which the addresses for the client are added.</summary>
    public static APIVersions Versions { get; } = new() { Kind = "APIVersions", Versions = ["v1"] };

    public IEnumerable<string> Paths => _byPath.Keys;

    /// <summary>The document of a path, or null.</summary>
    public byte[]? Find(string path) => _byPath.GetValueOrDefault(path);

    // Custom resources come and go while the documents are made.
    private static ResourceDefinition StoredVersion(ResourceDefinition definition, ResourceRegistry registry) =>
        registry.TryFind(definition.StoredResource, out var stored) ? stored : definition;

    /// <summary>Kubernetes' hash of the kind that is stored: clients see by it that two versions are one resource, and that its storage moved to another.</summary>
    private static string StorageHash(ResourceDefinition stored) =>
        Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{stored.Group}/{StorageVersion(stored)}/{stored.Kind}"))[..8]);

    /// <summary>The version that Kubernetes 1.33 still stores objects in.</summary>
    private static string StorageVersion(ResourceDefinition stored) => stored.Kind is "IPAddress" or "ServiceCIDR" or "CustomResourceDefinition" && stored is not CustomObjectDefinition ? "v1beta1" : stored.Version;

    private static APIGroup Group(string name, IReadOnlyList<string> versions)
    {
        var all = versions.Select(v => new GroupVersionForDiscovery { GroupVersion = $"{name}/{v}", Version = v }).ToList();
        return new APIGroup { Name = name, Versions = all, PreferredVersion = all[0], ServerAddressByClientCIDRs = NoAddresses };
    }

    private static IEnumerable<APIResource> Resources(ResourceDefinition definition, ResourceDefinition stored)
    {
        yield return new APIResource
        {
            Name = definition.Plural,
            SingularName = definition.Singular,
            Namespaced = definition.Namespaced,
            Kind = definition.Kind,
            Verbs = definition.Verbs,
            ShortNames = definition.ShortNames,
            Categories = definition.Categories,
            StorageVersionHash = definition.Virtual ? "" : StorageHash(stored),
        };
        foreach (var subresource in definition.Subresources)
        {
            yield return new APIResource
            {
                Name = $"{definition.Plural}/{subresource.Name}",
                SingularName = "",
                Namespaced = definition.Namespaced,
                Group = subresource.Group,
                Version = subresource.Version,
                Kind = subresource.Kind,
                Verbs = subresource.Verbs,
            };
        }
    }

    private void Add<TDocument>(string path, TDocument document) => _byPath.Add(path, JsonSerializer.SerializeToUtf8Bytes(document, KubeJson.Options));
}

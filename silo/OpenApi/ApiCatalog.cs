using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The paths of one group and version, derived from the definitions of its resources.</summary>
internal sealed class ApiCatalog(string group, string version, SchemaSet schemas)
{
    private readonly string _root = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
    private readonly GroupNames _names = GroupNames.Of(group, version);

    /// <summary>The paths of resources. Built-in ones are listed at the root of their version, and can be watched below it as clients of old do.</summary>
    public IEnumerable<ApiPath> Paths(IReadOnlyCollection<ResourceDefinition> definitions)
    {
        var builtIn = definitions.Where(static d => d is not CustomObjectDefinition).ToList();
        var custom = definitions.Except(builtIn).SelectMany(Paths).Select(WithoutProtobuf);
        IEnumerable<ApiPath> root = builtIn.Count > 0 ? [DiscoveryPaths.Resources(_names, _root, schemas)] : [];
        return [.. root, .. builtIn.SelectMany(Paths), .. builtIn.Where(static d => d.Verbs.Contains("watch")).SelectMany(WatchPaths), .. custom];
    }

    private static ApiPath WithoutProtobuf(ApiPath path) => path with
    {
        Operations =
        [
            .. path.Operations.Select(static o => o with
            {
                Produces = ReferenceEquals(o.Produces, ApiMedia.Answers) ? ApiMedia.Documents : ReferenceEquals(o.Produces, ApiMedia.Streams) ? ApiMedia.CustomStreams : o.Produces,
            }),
        ],
    };

    private IEnumerable<ApiPath> Paths(ResourceDefinition definition)
    {
        IReadOnlyList<ApiParameter> scope = definition.Namespaced ? [ApiParameters.Namespace] : [];
        var collection = definition.Namespaced ? $"{_root}/namespaces/{{namespace}}/{definition.Plural}" : $"{_root}/{definition.Plural}";
        var (scoped, noun) = (definition.Namespaced ? "Namespaced" : "", definition.Kind);
        var verbs = definition.Verbs;
        var kind = new GroupVersionKind { Group = group, Version = version, Kind = definition.Kind };
        var operations = new ResourceOperations(definition, kind, schemas, $"{_names.Title}{scoped}{noun}", $"{_names.Title}Collection{scoped}{noun}");
        if (operations.OfCollection(verbs) is { Count: > 0 } many) yield return new ApiPath(_names.Tag, collection, [.. scope, ApiParameters.Pretty], many);
        if (operations.OfObject(verbs) is { Count: > 0 } one)
            yield return new ApiPath(_names.Tag, $"{collection}/{{name}}", [ApiParameters.Name, .. scope, ApiParameters.Pretty], one);
        var parts = definition.Subresources.SelectMany(subresource =>
            SubresourcePaths(definition, operations, subresource, $"{collection}/{{name}}/{subresource.Name}", [ApiParameters.Name, .. scope]));
        foreach (var path in parts) yield return path;
        if (definition.Namespaced && verbs.Contains("list"))
        {
            var all = operations.List with { Id = $"list{_names.Title}{noun}ForAllNamespaces" };
            yield return new ApiPath(_names.Tag, $"{_root}/{definition.Plural}", [ApiParameters.Pretty], [all]);
        }
    }

    /// <summary>The older way to watch, at paths of its own.</summary>
    private IEnumerable<ApiPath> WatchPaths(ResourceDefinition definition)
    {
        IReadOnlyList<ApiParameter> scope = definition.Namespaced ? [ApiParameters.Namespace] : [];
        var collection = $"{_root}/watch/{(definition.Namespaced ? "namespaces/{namespace}/" : "")}{definition.Plural}";
        var name = $"{_names.Title}{(definition.Namespaced ? "Namespaced" : "")}{definition.Kind}";
        var kind = new GroupVersionKind { Group = group, Version = version, Kind = definition.Kind };
        ApiOperation Watch(string id, string action) => ResourceOperations.Watch(kind, id, action, schemas);
        yield return new ApiPath(_names.Tag, collection, [.. scope, .. ApiParameters.Watch], [Watch($"{name}List", "watchlist")]);
        if (definition.Verbs.Contains("get")) yield return new ApiPath(_names.Tag, $"{collection}/{{name}}", [ApiParameters.Name, .. scope, .. ApiParameters.Watch], [Watch(name, "watch")]);
        if (definition.Namespaced)
            yield return new ApiPath(_names.Tag, $"{_root}/watch/{definition.Plural}", ApiParameters.Watch, [Watch($"{_names.Title}{definition.Kind}ListForAllNamespaces", "watchlist")]);
    }

    private IEnumerable<ApiPath> SubresourcePaths(
        ResourceDefinition definition, ResourceOperations operations, Subresource subresource, string template, ApiParameter[] parameters)
    {
        var own = subresource.Version.Length == 0;
        var kind = new GroupVersionKind { Group = own ? group : subresource.Group, Version = own ? version : subresource.Version, Kind = subresource.Kind };
        var type = SchemaNames.Find(kind.Group.Length == 0 ? kind.Version : $"{kind.Group}/{kind.Version}", kind.Kind);
        var name = $"{_names.Title}{(definition.Namespaced ? "Namespaced" : "")}{definition.Kind}{GroupNames.Words(subresource.Name)}";
        if (subresource.Name == "log")
        {
            yield return new ApiPath(_names.Tag, template, [.. parameters, ApiParameters.Pretty], [ResourceOperations.Log(kind, name)]);
            yield break;
        }

        if (type is null)
        {
            var id = $"{_names.Title}{{0}}{(definition.Namespaced ? "Namespaced" : "")}{definition.Kind}{GroupNames.Words(subresource.Name)}";
            yield return new ApiPath(_names.Tag, template, parameters, ResourceOperations.Connections(kind, id, subresource));
            if (subresource.Name == "proxy")
                yield return new ApiPath(_names.Tag, template + "/{path}", [.. parameters, ApiParameters.Rest], ResourceOperations.Connections(kind, id + "WithPath", subresource));
            yield break;
        }

        yield return new ApiPath(_names.Tag, template, [.. parameters, ApiParameters.Pretty], operations.OfSubresource(kind, type, name, subresource));
    }
}

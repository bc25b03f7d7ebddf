using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The paths of one group and version, derived from the definitions of its resources.</summary>
internal sealed class ApiCatalog(string group, string version, SchemaSet schemas)
{
    private readonly string _root = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
    private readonly string _title = Words(ShortGroup(group)) + Capital(version);

    /// <summary>The tag that generators group the operations by.</summary>
    public string Tag { get; } = $"{char.ToLowerInvariant(ShortGroup(group)[0])}{Words(ShortGroup(group))[1..]}_{version}";

    public IEnumerable<ApiPath> Paths(IEnumerable<ResourceDefinition> definitions) =>
        definitions.SelectMany(definition => definition is CustomObjectDefinition ? Paths(definition).Select(WithoutProtobuf) : Paths(definition));

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
        var operations = new ResourceOperations(definition, kind, schemas, $"{_title}{scoped}{noun}", $"{_title}Collection{scoped}{noun}");
        if (operations.OfCollection(verbs) is { Count: > 0 } many) yield return new ApiPath(collection, [.. scope, ApiParameters.Pretty], many);
        if (operations.OfObject(verbs) is { Count: > 0 } one)
            yield return new ApiPath($"{collection}/{{name}}", [ApiParameters.Name, .. scope, ApiParameters.Pretty], one);
        var parts = definition.Subresources.SelectMany(subresource =>
            SubresourcePaths(definition, operations, subresource, $"{collection}/{{name}}/{subresource.Name}", [ApiParameters.Name, .. scope]));
        foreach (var path in parts) yield return path;
        if (definition.Namespaced && verbs.Contains("list"))
        {
            var all = operations.List with { Id = $"list{_title}{noun}ForAllNamespaces" };
            yield return new ApiPath($"{_root}/{definition.Plural}", [ApiParameters.Pretty], [all]);
        }
    }

    private IEnumerable<ApiPath> SubresourcePaths(
        ResourceDefinition definition, ResourceOperations operations, Subresource subresource, string template, ApiParameter[] parameters)
    {
        var own = subresource.Version.Length == 0;
        var kind = new GroupVersionKind { Group = own ? group : subresource.Group, Version = own ? version : subresource.Version, Kind = subresource.Kind };
        var type = SchemaNames.Find(kind.Group.Length == 0 ? kind.Version : $"{kind.Group}/{kind.Version}", kind.Kind);
        var name = $"{_title}{(definition.Namespaced ? "Namespaced" : "")}{definition.Kind}{Words(subresource.Name)}";
        if (subresource.Name == "log")
        {
            yield return new ApiPath(template, [.. parameters, ApiParameters.Pretty], [ResourceOperations.Log(kind, name)]);
            yield break;
        }

        if (type is null)
        {
            var id = $"{_title}{{0}}{(definition.Namespaced ? "Namespaced" : "")}{definition.Kind}{Words(subresource.Name)}";
            yield return new ApiPath(template, parameters, ResourceOperations.Connections(kind, id, subresource));
            if (subresource.Name == "proxy")
                yield return new ApiPath(template + "/{path}", [.. parameters, ApiParameters.Rest], ResourceOperations.Connections(kind, id + "WithPath", subresource));
            yield break;
        }

        yield return new ApiPath(template, [.. parameters, ApiParameters.Pretty], operations.OfSubresource(kind, type, name, subresource));
    }

    private static string ShortGroup(string group) => group.Length == 0 ? "core" : group.Replace(".k8s.io", "", StringComparison.Ordinal);

    private static string Words(string name) => string.Concat(name.Split('.', '-').Select(Capital));

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}

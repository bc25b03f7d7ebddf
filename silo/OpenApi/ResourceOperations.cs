using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>What can be done with one resource.</summary>
internal sealed class ResourceOperations(ResourceDefinition definition, GroupVersionKind kind, SchemaSet schemas, string name, string collectionName)
{
    private static readonly string[] ConnectMethods = ["get", "post", "put", "patch", "delete", "head", "options"];
    private readonly string _schema = schemas.Add(definition);
    private readonly IReadOnlyList<string> _bodies = definition is CustomObjectDefinition ? ApiMedia.Documents : ApiMedia.Bodies;

    /// <summary>Listing, which is also watching.</summary>
    public ApiOperation List => new()
    {
        Method = "get", Id = $"list{name}", Action = "list", Kind = kind, Description = $"list or watch objects of kind {kind.Kind}",
        Parameters = ApiParameters.List, Produces = ApiMedia.Streams, Answer = schemas.AddList(definition),
    };

    public IReadOnlyList<ApiOperation> OfCollection(IReadOnlyList<string> verbs)
    {
        List<ApiOperation> found = [];
        if (verbs.Contains("list")) found.Add(List);
        if (verbs.Contains("create")) found.Add(Create(kind, _schema, name, $"create a {kind.Kind}"));
        if (verbs.Contains("deletecollection"))
        {
            found.Add(new ApiOperation
            {
                Method = "delete", Id = $"delete{collectionName}", Action = "deletecollection", Kind = kind, Description = $"delete all selected objects of kind {kind.Kind}",
                Parameters = [.. ApiParameters.Delete.Concat(ApiParameters.Selection).OrderBy(static p => p.Name, StringComparer.Ordinal)], Body = schemas.Add(typeof(DeleteOptions)), BodyRequired = false,
                Consumes = _bodies, Answer = schemas.Add(typeof(Status)),
            });
        }

        return found;
    }

    public IReadOnlyList<ApiOperation> OfObject(IReadOnlyList<string> verbs)
    {
        List<ApiOperation> found = [];
        if (verbs.Contains("get")) found.Add(Read(kind, _schema, name, $"read a {kind.Kind}"));
        if (verbs.Contains("update")) found.Add(Replace(kind, _schema, name, $"replace a {kind.Kind}"));
        if (verbs.Contains("patch")) found.Add(Patch(kind, _schema, name, $"change parts of a {kind.Kind}, or apply it"));
        if (verbs.Contains("delete"))
        {
            found.Add(new ApiOperation
            {
                Method = "delete", Id = $"delete{name}", Action = "delete", Kind = kind, Description = $"delete a {kind.Kind}", Parameters = ApiParameters.Delete,
                Body = schemas.Add(typeof(DeleteOptions)), BodyRequired = false, Consumes = _bodies,
                Answer = definition.ReturnsDeleted ? _schema : schemas.Add(typeof(Status)), Codes = ["200", "202"],
            });
        }

        return found;
    }

    public IReadOnlyList<ApiOperation> OfSubresource(GroupVersionKind part, Type type, string partName, Subresource subresource)
    {
        var schema = schemas.Add(type);
        var what = $"{subresource.Name} of a {kind.Kind}";
        List<ApiOperation> found = [];
        if (subresource.Verbs.Contains("get")) found.Add(Read(part, schema, partName, $"read {what}"));
        if (subresource.Verbs.Contains("create")) found.Add(Create(part, schema, partName, $"create {what}"));
        if (subresource.Verbs.Contains("update")) found.Add(Replace(part, schema, partName, $"replace {what}"));
        if (subresource.Verbs.Contains("patch")) found.Add(Patch(part, schema, partName, $"change parts of {what}"));
        return found;
    }

    public static ApiOperation Watch(GroupVersionKind kind, string name, string action, SchemaSet schemas) => new()
    {
        Method = "get", Id = $"watch{name}", Action = action, Kind = kind, Produces = ApiMedia.Streams, Answer = schemas.Add(typeof(WatchEvent)),
        Description = $"watch {(action == "watch" ? "an object" : "objects")} of kind {kind.Kind}. Deprecated: list with the parameter watch instead, and select one object by its field metadata.name.",
    };

    public static ApiOperation Log(GroupVersionKind kind, string name) =>
        Read(kind, null, name, $"read the log of a container") with { Parameters = ApiParameters.OfConnection("log"), Produces = ApiMedia.Text };

    /// <param name="kind">The options that are exchanged as parameters.</param>
    /// <param name="id">The operation's name, with a place for the method.</param>
    /// <param name="subresource">What is connected to.</param>
    public static IReadOnlyList<ApiOperation> Connections(GroupVersionKind kind, string id, Subresource subresource) =>
    [
        .. ConnectMethods.Where(m => subresource.Name == "proxy" || m is "get" or "post").Select(method => new ApiOperation
        {
            Method = method, Id = "connect" + string.Format(System.Globalization.CultureInfo.InvariantCulture, id, char.ToUpperInvariant(method[0]) + method[1..]),
            Action = "connect", Kind = kind, Description = $"connect {method.ToUpperInvariant()} requests to {subresource.Name}",
            Parameters = ApiParameters.OfConnection(subresource.Name), Produces = ApiMedia.Anything,
        }),
    ];

    private static ApiOperation Read(GroupVersionKind kind, string? schema, string name, string description) =>
        new() { Method = "get", Id = $"read{name}", Action = "get", Kind = kind, Description = description, Answer = schema };

    private ApiOperation Create(GroupVersionKind kind, string schema, string name, string description) => new()
    {
        Method = "post", Id = $"create{name}", Action = "post", Kind = kind, Description = description, Parameters = ApiParameters.Write,
        Body = schema, Consumes = _bodies, Answer = schema, Codes = ["200", "201", "202"],
    };

    private ApiOperation Replace(GroupVersionKind kind, string schema, string name, string description) => new()
    {
        Method = "put", Id = $"replace{name}", Action = "put", Kind = kind, Description = description, Parameters = ApiParameters.Write,
        Body = schema, Consumes = _bodies, Answer = schema, Codes = ["200", "201"],
    };

    private ApiOperation Patch(GroupVersionKind kind, string schema, string name, string description) => new()
    {
        Method = "patch", Id = $"patch{name}", Action = "patch", Kind = kind, Description = description, Parameters = ApiParameters.Patch, Body = SchemaNames.Patch,
        Consumes = definition.MergesStrategically ? ApiMedia.Patches : ApiMedia.PlainPatches, Answer = schema, Codes = ["200", "201"],
    };
}

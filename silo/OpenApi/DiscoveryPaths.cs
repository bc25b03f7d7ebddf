using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Versions;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The paths at which a server tells what it serves and what it is.</summary>
internal static class DiscoveryPaths
{
    private static readonly IReadOnlyList<string> Json = ["application/json"];

    /// <summary>The documents of those paths that belong to no group, by name.</summary>
    public static IReadOnlyDictionary<string, Func<SchemaSet, ApiPath>> Documents { get; } = new Dictionary<string, Func<SchemaSet, ApiPath>>(StringComparer.Ordinal)
    {
        ["api"] = static schemas => Path("core", "/api/", "getCoreAPIVersions", "get available API versions", schemas.Add(typeof(APIVersions))),
        ["apis"] = static schemas => Path("apis", "/apis/", "getAPIVersions", "get available API versions", schemas.Add(typeof(APIGroupList))),
        ["version"] = static schemas => Path("version", "/version/", "getCodeVersion", "get the version of this server", schemas.Add(typeof(Info)), Json, Json),
        [".well-known/openid-configuration"] = static _ => Path(
            "WellKnown", "/.well-known/openid-configuration/", "getServiceAccountIssuerOpenIDConfiguration", "get what verifies the tokens of service accounts (OpenID Connect discovery)", null, [], Json),
        ["openid/v1/jwks"] = static _ => Path(
            "openid", "/openid/v1/jwks/", "getServiceAccountIssuerOpenIDKeyset", "get the keys that the tokens of service accounts are signed by", null, [], ["application/jwk-set+json"]),
    };

    /// <summary>The versions of a group.</summary>
    public static ApiPath Group(GroupNames names, string group, SchemaSet schemas) =>
        Path(names.Tag, $"/apis/{group}/", $"get{names.Title}APIGroup", "get information of a group", schemas.Add(typeof(APIGroup)));

    /// <summary>The resources of a version.</summary>
    public static ApiPath Resources(GroupNames names, string root, SchemaSet schemas) =>
        Path(names.Tag, $"{root}/", $"get{names.Title}APIResources", "get available resources", schemas.Add(typeof(APIResourceList)));

    private static ApiPath Path(string tag, string template, string id, string description, string? answer, IReadOnlyList<string>? accepts = null, IReadOnlyList<string>? produces = null) =>
        new(tag, template, [], [new ApiOperation { Method = "get", Id = id, Description = description, Answer = answer, Accepts = accepts ?? ApiMedia.Answers, Produces = produces ?? ApiMedia.Answers }]);
}

using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Silo.Requests;

/// <summary>
/// Reads <see cref="RequestInfo"/> from a request, by the rules of k8s.io/apiserver's request info resolver: <c>/api/v1/…</c> and
/// <c>/apis/GROUP/VERSION/…</c> name resources, everything else is a plain path.
/// </summary>
public static class RequestInfoParser
{
    private const string NameSelector = "metadata.name=";

    public static RequestInfo Parse(HttpRequest request) => Parse(SocketConnect.MethodOf(request), request.Path.Value ?? "/", request.QueryString.HasValue ? request.Query : null);

    public static RequestInfo Parse(string method, string path, IQueryCollection? query)
    {
        var parts = path.StartsWith("//", StringComparison.Ordinal) ? [] : path.Trim('/').Split('/');
        var start = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (start == 0) return new RequestInfo { Path = path, Verb = Lower(method) };
        var (group, version) = start == 2 ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts.AsSpan(start);
        var watches = rest[0] == "watch" && rest.Length > 1;
        return Resource(path, method, group, version, watches ? rest[1..] : rest, watches, query);
    }

    private static RequestInfo Resource(
        string path, string method, string group, string version, ReadOnlySpan<string> parts, bool watches, IQueryCollection? query)
    {
        var @namespace = "";
        if (parts[0] == "namespaces" && parts.Length > 1)
        {
            @namespace = parts[1];
            if (parts.Length > 2 && parts[2] is not ("status" or "finalize")) parts = parts[2..];
        }

        var named = parts.Length > 1;
        return new RequestInfo
        {
            Path = path,
            Verb = watches || (!named && method is "GET" or "HEAD" && IsSet(query, "watch")) ? "watch" : Verb(method, named),
            IsResource = true,
            Group = group,
            Version = version,
            Namespace = @namespace,
            Resource = parts[0],
            Name = named ? parts[1] : SelectedName(query),
            IsNamed = named,
            Subresource = parts.Length > 2 ? parts[2] : "",
            Rest = parts.Length > 3 ? string.Join('/', parts[3..]) : "",
        };
    }

    private static string Verb(string method, bool named) => method switch
    {
        "GET" or "HEAD" => named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => Lower(method),
    };

    private static string SelectedName(IQueryCollection? query)
    {
        if (query is null || !query.TryGetValue("fieldSelector", out var values)) return "";
        var selector = values.ToString();
        return selector.StartsWith(NameSelector, StringComparison.Ordinal) && !selector.Contains(',')
            ? selector[NameSelector.Length..].TrimStart('=')
            : "";
    }

    private static bool IsSet(IQueryCollection? query, string name) =>
        query is not null && query.TryGetValue(name, out var value) && value.Count > 0 && value[0] is not ("false" or "0");

    private static string Lower(string method) => method switch
    {
        "GET" => "get",
        "POST" => "post",
        "PUT" => "put",
        "PATCH" => "patch",
        "DELETE" => "delete",
        "HEAD" => "head",
        "OPTIONS" => "options",
        _ => method.ToLowerInvariant(),
    };
}

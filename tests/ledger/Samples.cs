using System.Text;
using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>Objects as the API server would hand them over.</summary>
internal static class Samples
{
    public static readonly GroupResource Pods = new("", "pods");
    public static readonly GroupResource Deployments = new("apps", "deployments");
    public static readonly GroupResource Nodes = new("", "nodes");

    public static ObjectKey Pod(string name, string @namespace = "default") => new(Pods, @namespace, name);

    public static ApiObject Content(ObjectKey key, string value = "", string? controller = null, string? owner = null, int size = 0)
    {
        List<string> owners = [];
        if (controller is not null) owners.Add($$"""{"apiVersion":"v1","kind":"X","name":"c","uid":"{{controller}}","controller":true}""");
        if (owner is not null) owners.Add($$"""{"apiVersion":"v1","kind":"X","name":"o","uid":"{{owner}}"}""");
        var references = owners.Count == 0 ? "" : $",\"ownerReferences\":[{string.Join(',', owners)}]";
        var json = $$$"""
            {"apiVersion":"v1","kind":"X","metadata":{"name":"{{{key.Name}}}","namespace":"{{{key.Namespace}}}"{{{references}}}},"value":"{{{value}}}{{{new string('x', size)}}}"}
            """;
        return ApiObject.FromJson(key, 0, Encoding.UTF8.GetBytes(json));
    }

    public static LedgerWrite Create(ObjectKey key, string value = "") => new(Content(key, value), 0);

    public static LedgerWrite Replace(ApiObject current, string value) => new(Content(current.Key, value), current.Revision);

    public static LedgerWrite Remove(ApiObject current) => new(current, current.Revision, WriteKind.Delete);

    public static string Text(this ApiObject item) => Encoding.UTF8.GetString(item.Json.Span);
}

using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>A path of the API taken apart.</summary>
internal sealed record FakePath(GroupResource Resource, string Namespace, string Name, string Subresource)
{
    public string Collection => Resource.ToString();

    public string Key => $"{Collection}|{Namespace}/{Name}";

    public static FakePath Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(path.StartsWith("/apis/", StringComparison.Ordinal) ? 3 : 2).ToList();
        var group = path.StartsWith("/apis/", StringComparison.Ordinal) ? path.Split('/')[2] : "";
        var ns = "";
        if (parts is ["namespaces", var found, _, ..]) (ns, parts) = (found, parts[2..]);
        return new FakePath(new GroupResource(group, parts[0]), ns, parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
    }
}

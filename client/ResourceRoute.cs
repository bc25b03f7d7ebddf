using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>Where a kind is served: its apiVersion and kind, the plural of its path, and whether it lives in namespaces.</summary>
public sealed record ResourceRoute(string ApiVersion, string Kind, string Plural, bool Namespaced)
{
    /// <summary>The route of a built-in kind.</summary>
    /// <exception cref="KeyNotFoundException">The registry has no such kind.</exception>
    public static ResourceRoute Of<TObject>() where TObject : KubeObject
    {
        var definition = ResourceRegistry.BuiltIn.Of<TObject>();
        return new ResourceRoute(definition.ApiVersion, definition.Kind, definition.Plural, definition.Namespaced);
    }

    /// <summary>The path of the collection; an empty <paramref name="namespace"/> means all of them.</summary>
    internal RequestPath Collection(string @namespace)
    {
        var root = new RequestPath(ApiVersion.Contains('/') ? $"/apis/{ApiVersion}" : $"/api/{ApiVersion}");
        if (Namespaced && @namespace.Length > 0) root.Segment("namespaces").Segment(@namespace);
        return root.Segment(Plural);
    }

    internal RequestPath Object(string @namespace, string name, string? subresource = null)
    {
        if (Namespaced && @namespace.Length == 0) throw new ArgumentException($"{Plural} live in a namespace: say InNamespace(…)");
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Collection(@namespace).Segment(name).Segment(subresource);
    }
}

using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Responses;

/// <summary>What Kubernetes' own code calls the type of an answer; some of its messages say it.</summary>
public static class GoTypeName
{
    /// <summary>The type of one object, or of the scale that is asked for instead.</summary>
    public static string Of(ApiRequest request) => request.Info.Subresource == "scale" ? "*autoscaling.Scale" : Of(request.Definition, "");

    /// <summary>The type of a list of them.</summary>
    public static string OfList(ResourceDefinition definition) => Of(definition, "List");

    private static string Of(ResourceDefinition definition, string suffix)
    {
        if (definition is CustomObjectDefinition) return $"*unstructured.Unstructured{suffix}";
        var dot = definition.Group.IndexOf('.');
        var package = definition.Group is "" or "events.k8s.io" ? "core" : dot < 0 ? definition.Group : definition.Group[..dot];
        return $"*{package}.{definition.Kind}{suffix}";
    }
}

using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Silo.Writes;

/// <summary>
/// What a version of its own asks for. The grain knows the rules of the version that it keeps, and holds every write to them; a newer version
/// (events.k8s.io) may be stricter with those who write in it.
/// </summary>
internal static class VersionRules
{
    /// <param name="definition">The version that the client writes in.</param>
    /// <param name="value">What it writes.</param>
    /// <param name="old">What is there, in that version too; null for a new object.</param>
    /// <exception cref="StatusException">422.</exception>
    public static void Check(ResourceDefinition definition, KubeObject value, KubeObject? old)
    {
        if (definition.WritesInVersion) return;
        IReadOnlyList<FieldError> errors = old is null ? definition.ValidateCreate(value) : definition.ValidateUpdate(value, old);
        if (errors.Count > 0) throw Failures.Invalid(definition.StoredResource.Group, definition.Kind, value.Metadata.Name, errors);
    }
}

using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>All that Kubernetes checks of an object before it is written: its metadata and its content.</summary>
public static class ObjectValidation
{
    /// <summary>Of an object to be created: defaulted, prepared, and with its final name and namespace.</summary>
    public static IReadOnlyList<FieldError> OfCreate(ResourceDefinition definition, KubeObject value) =>
        [.. ObjectMetaValidation.OfCreate(definition, value.Metadata), .. definition.Validate(value), .. definition.ValidateCreate(value)];

    /// <summary>Of an object that replaces <paramref name="old"/>.</summary>
    public static IReadOnlyList<FieldError> OfUpdate(ResourceDefinition definition, KubeObject value, KubeObject old) =>
        [.. ObjectMetaValidation.OfUpdate(definition, value.Metadata, old.Metadata), .. definition.Validate(value), .. definition.ValidateUpdate(value, old)];

    /// <summary>Of an object of which a subresource was written; "" is the object itself.</summary>
    public static IReadOnlyList<FieldError> OfUpdate(ResourceDefinition definition, KubeObject value, KubeObject old, string subresource) =>
        definition.View(subresource)?.Validate is { } validate
            ? [.. ObjectMetaValidation.OfUpdate(definition, value.Metadata, old.Metadata), .. validate(value, old)]
            : OfUpdate(definition, value, old);
}

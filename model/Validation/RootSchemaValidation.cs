using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// The schema of whole objects whose status is written apart: a status is checked by its part of the schema alone, so nothing may be said of the
/// object that would be lost with it (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).
/// </summary>
internal static class RootSchemaValidation
{
    /// <summary>Fields of <see cref="JSONSchemaProps"/> in the order in which errors name them.</summary>
    private static readonly string[] Allowed =
    [
        "Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern", "MaxItems", "MinItems",
        "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields", "XValidations",
    ];

    private static readonly string[] Others =
    [
        "id", "$schema", "$ref", "nullable", "default", "enum", "maxProperties", "minProperties", "allOf", "oneOf", "anyOf", "not", "additionalProperties", "patternProperties",
        "dependencies", "additionalItems", "definitions", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "x-kubernetes-list-map-keys", "x-kubernetes-list-type",
        "x-kubernetes-map-type",
    ];

    public static void Validate(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.Type is not ("" or "object"))
            errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"));
        else if (JsonSerializer.SerializeToNode(schema, KubeJson.Options) is JsonObject written && Others.Any(written.ContainsKey))
            errors.Add(FieldError.Invalid(path, schema, $"only [{string.Join(' ', Allowed)}] fields are allowed at the root of the schema if the status subresource is enabled"));
    }
}

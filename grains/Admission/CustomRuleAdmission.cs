using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>The rules (<c>x-kubernetes-validations</c>) of a custom resource's schema, which its objects have to keep.</summary>
public sealed class CustomRuleAdmission : IAdmissionPlugin
{
    public int Order => 890;

    public bool Handles(AdmissionRequest request) => request.Operation != AdmissionOperation.Delete && request.Definition is CustomObjectDefinition { HasRules: true };

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var rules = ((CustomObjectDefinition)request.Definition).Rules;
        var errors = SchemaRules.Check(rules, Json(value), request.Old is { } old ? Json(old) : null);
        return errors.Count == 0 ? ValueTask.CompletedTask : throw Failures.Invalid(request.Definition.Group, request.Definition.Kind, request.Key.Name, errors);
    }

    private static JsonElement Json(KubeObject value) => JsonSerializer.SerializeToElement((CustomObject)value, KubeJson.Options);
}

using System.Text.Json;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Admission;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Grains;

/// <summary>What webhooks are asked, and what their answers mean (k8s.io/apiserver/pkg/admission/plugin/webhook/request).</summary>
internal static class WebhookReviews
{
    private const string Group = "admission.k8s.io/";

    public static string Operation(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => Model.Admission.Operation.CREATE,
        AdmissionOperation.Update => Model.Admission.Operation.UPDATE,
        AdmissionOperation.Connect => Model.Admission.Operation.CONNECT,
        _ => Model.Admission.Operation.DELETE,
    };

    /// <summary>The question.</summary>
    /// <param name="request">The write.</param>
    /// <param name="shown">The version in which the webhook sees the object.</param>
    /// <param name="value">The object after the write; null when it goes.</param>
    /// <param name="versions">The versions of AdmissionReview that the webhook understands.</param>
    /// <param name="uid">What tells this question from all others.</param>
    public static AdmissionReview Of(AdmissionRequest request, ResourceDefinition shown, KubeObject? value, IReadOnlyList<string> versions, string uid)
    {
        var kind = request.Sent is { } sent ? Kind(sent) : Kind(shown, request.Subresource);
        return new AdmissionReview
        {
            ApiVersion = Group + versions.FirstOrDefault(static v => v is "v1" or "v1beta1", "v1"),
            Kind = "AdmissionReview",
            Request = new Model.Admission.AdmissionRequest
            {
                Uid = uid,
                Kind = kind,
                Resource = Resource(shown),
                SubResource = request.Subresource,
                RequestKind = request.Sent is null ? Kind(request.Definition, request.Subresource) : kind,
                RequestResource = Resource(request.Definition),
                RequestSubResource = request.Subresource,
                Name = request.Key.Name,
                Namespace = request.Key.Resource is ("", "namespaces") ? request.Key.Name : request.Key.Namespace,
                Operation = Operation(request.Operation),
                UserInfo = request.Context.AsUser(),
                Object = request.Sent is { } body ? Json(body) : Shown(value, shown),
                OldObject = request.Operation == AdmissionOperation.Create || request.Sent is not null ? Null : Shown(request.Old, shown),
                DryRun = request.Context.DryRun,
                Options = Options(request),
            },
        };
    }

    /// <summary>The refusal that an answer means.</summary>
    public static StatusException Denied(string webhook, Status? status)
    {
        var denied = $"admission webhook \"{webhook}\" denied the request";
        var given = status ?? new Status();
        var why = given.Message.Length > 0 ? given.Message : given.Reason;
        return new StatusException(given with
        {
            ApiVersion = "v1",
            Kind = "Status",
            StatusValue = "Failure",
            Code = given.Code < 400 ? 400 : given.Code,
            Message = why.Length > 0 ? $"{denied}: {why}" : $"{denied} without explanation",
        });
    }

    public static StatusException Failed(string webhook, string why) => Failures.Internal($"failed calling webhook \"{webhook}\": {why}");

    private static JsonElement Null { get; } = JsonSerializer.SerializeToElement<object?>(null);

    private static GroupVersionKind Kind(ResourceDefinition definition, string subresource) => definition.Subresources.FirstOrDefault(s => s.Name == subresource) is { Version.Length: > 0 } part
        ? new GroupVersionKind { Group = part.Group, Version = part.Version, Kind = part.Kind }
        : new GroupVersionKind { Group = definition.Group, Version = definition.Version, Kind = definition.Kind };

    private static GroupVersionKind Kind(TypeMeta sent) => sent.ApiVersion.Split('/') is [var group, var version]
        ? new GroupVersionKind { Group = group, Version = version, Kind = sent.Kind }
        : new GroupVersionKind { Version = sent.ApiVersion, Kind = sent.Kind };

    private static GroupVersionResource Resource(ResourceDefinition definition) => new() { Group = definition.Group, Version = definition.Version, Resource = definition.Plural };

    private static JsonElement Shown(KubeObject? value, ResourceDefinition definition) => value is null ? Null : Json(definition.FromStored(value));

    private static JsonElement Json(TypeMeta value) => JsonSerializer.SerializeToElement(value, value.GetType(), KubeJson.Options);

    private static JsonElement Options(AdmissionRequest request)
    {
        var kind = request.Operation switch { AdmissionOperation.Create => "CreateOptions", AdmissionOperation.Update => "UpdateOptions", AdmissionOperation.Delete => "DeleteOptions", _ => null };
        return kind is null ? Null : JsonSerializer.SerializeToElement(new { kind, apiVersion = "meta.k8s.io/v1" });
    }
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Grains;

/// <summary>An Ingress that names no class gets the default one: of several the youngest, of those the first by name.</summary>
public sealed class DefaultIngressClass : IAdmissionPlugin
{
    private const string IsDefault = "ingressclass.kubernetes.io/is-default-class";
    private const string OldName = "kubernetes.io/ingress.class";

    public int Order => 460;

    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "" } && request.Key.Resource == Resources.Ingresses;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var ingress = (Ingress)value;
        if (ingress.Spec.IngressClassName is not null || ingress.Metadata.Annotations.ContainsKey(OldName)) return ValueTask.FromResult(value);
        var standard = request.View.List(Resources.IngressClasses).Select(static o => o.As<IngressClass>())
            .Where(static c => c.Metadata.Annotations.GetValueOrDefault(IsDefault) == "true")
            .OrderByDescending(static c => c.Metadata.CreationTimestamp).ThenBy(static c => c.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();
        return ValueTask.FromResult<KubeObject>(standard is null ? ingress : ingress with { Spec = ingress.Spec with { IngressClassName = standard.Metadata.Name } });
    }
}

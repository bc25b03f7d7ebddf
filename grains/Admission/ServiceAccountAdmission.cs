using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>
/// Every pod runs as a service account: <c>default</c> unless it names one, which must exist. The default account of a namespace that has
/// only just been made may still be on its way, so it is taken for granted. Unless the pod or else the account says no, containers get the
/// account's credentials mounted. An account may limit the secrets that its pods use.
/// </summary>
public sealed class ServiceAccountAdmission(IIdSource ids) : IAdmissionPlugin
{
    private const string DefaultName = "default";

    public int Order => 100;

    public bool Handles(AdmissionRequest request) =>
        request is { Operation: AdmissionOperation.Create, Subresource: "" } or { Operation: AdmissionOperation.Update, Subresource: "ephemeralcontainers" }
        && request.Key.Resource == Resources.Pods;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var pod = (Pod)value;
        if (pod.Metadata.Annotations.ContainsKey(NodeRestriction.MirrorAnnotation)) return ValueTask.FromResult(Mirror(request, pod));
        var name = pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : DefaultName;
        var account = request.View.Find(new ObjectKey(Resources.ServiceAccounts, request.Key.Namespace, name))?.As<ServiceAccount>();
        if (account is null && name != DefaultName) throw Refused(request, $"error looking up service account {request.Key.Namespace}/{name}: serviceaccount \"{name}\" not found");
        if (request.Operation == AdmissionOperation.Update)
            return account is not null && MountableSecrets.RefusalOfEphemeral(account, pod) is { } reason ? throw Refused(request, reason) : ValueTask.FromResult(value);

        var secrets = pod.Spec.ImagePullSecrets.Count == 0 && account is not null ? account.ImagePullSecrets : pod.Spec.ImagePullSecrets;
        var spec = pod.Spec with { ServiceAccountName = name, ServiceAccount = name, ImagePullSecrets = secrets };
        if (spec.AutomountServiceAccountToken ?? account?.AutomountServiceAccountToken ?? true) spec = ApiAccessVolume.AddTo(spec, ids);
        var admitted = pod with { Spec = spec };
        if (account is not null && MountableSecrets.Refusal(account, admitted) is { } refusal) throw Refused(request, refusal);
        return ValueTask.FromResult<KubeObject>(admitted);
    }

    /// <summary>A pod that a node runs from a file of its own has no part in the cluster's accounts.</summary>
    private static KubeObject Mirror(AdmissionRequest request, Pod pod)
    {
        if (pod.Spec.ServiceAccountName.Length > 0) throw Refused(request, "a mirror pod may not reference service accounts");
        if (MountableSecrets.AreUsed(pod)) throw Refused(request, "a mirror pod may not reference secrets");
        if (pod.Spec.Volumes.Any(static v => v.Projected?.Sources.Any(static s => s.ServiceAccountToken is not null) == true))
            throw Refused(request, "a mirror pod may not use ServiceAccountToken volume projections");
        return pod;
    }

    private static StatusException Refused(AdmissionRequest request, string why) => Failures.Forbidden(request.Key.Resource, request.Key.Name, why);
}

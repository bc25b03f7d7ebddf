using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>
/// What tokens a node may ask for: bound to a pod that runs on it, for the one audience that the pod has a volume for, or the driver of a volume (k8s.io/kubernetes/plugin/pkg/admission/noderestriction). Pure.
/// </summary>
internal static class NodeTokens
{
    private const string Group = "system:nodes";
    private const string Prefix = "system:node:";

    /// <summary>Why not, or null. A pod that there is not is another's business.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="account">Namespace and name of the account.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="view">What there is.</param>
    /// <param name="authorizer">Who may say that nodes get tokens for an audience without such a volume.</param>
    public static string? Objection(UserInfo user, (string Namespace, string Name) account, TokenRequestSpec asked, IClusterView view, IAuthorizer authorizer)
    {
        if (!user.IsIn(Group) || !user.Username.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var node = user.Username[Prefix.Length..];
        if (node.Length == 0) return $"could not determine node from user \"{user.Username}\"";
        if (asked.BoundObjectRef is not { ApiVersion: "v1", Kind: "Pod", Name.Length: > 0 } reference) return "node requested token not bound to a pod";
        if (reference.Uid.Length == 0) return "node requested token with a pod binding without a uid";
        if (view.Find(new ObjectKey(Controllers.Resources.Pods, account.Namespace, reference.Name)) is not { } found) return null;
        if (found.Header.Uid != reference.Uid) return $"the UID in the bound object reference ({reference.Uid}) does not match the UID in record. The object might have been deleted and then recreated";
        var pod = found.As<Pod>();
        if (pod.Spec.NodeName != node) return "node requested token bound to a pod scheduled on a different node";
        if (asked.Audiences.Count > 1) return "node may only request 0 or 1 audiences";
        var audience = asked.Audiences.Count == 0 ? "" : asked.Audiences[0];
        var hasVolume = pod.Spec.Volumes.Any(v => v.Projected?.Sources.Any(s => s.ServiceAccountToken is { } token && token.Audience == audience) == true);
        return hasVolume || Drivers(pod, view).Any(d => d.Spec.TokenRequests.Any(r => r.Audience == audience)) || authorizer.Judge(For(audience)).IsAllowed ? null
            : $"audience \"{audience}\" not found in pod spec volume, {user.Username} is not authorized to request tokens for this audience";

        AccessQuestion For(string audience) => new()
        {
            User = user, Verb = "request-serviceaccounts-token-audience", IsResource = true, Version = "v1", Resource = audience, Namespace = account.Namespace, Name = account.Name,
        };
    }

    /// <summary>The CSI drivers of a pod's volumes, as far as they are described.</summary>
    private static IEnumerable<CSIDriver> Drivers(Pod pod, IClusterView view)
    {
        var inline = pod.Spec.Volumes.Select(static v => v.Csi?.Driver);
        var claimed = PodClaims.Names(pod).Select(name => view.Find(new ObjectKey(Controllers.Resources.PersistentVolumeClaims, pod.Metadata.Namespace, name))?.As<PersistentVolumeClaim>().Spec.VolumeName)
            .Where(static volume => volume is { Length: > 0 }).Select(volume => view.Find(new ObjectKey(Controllers.Resources.PersistentVolumes, "", volume!))?.As<PersistentVolume>().Spec.Csi?.Driver);
        return inline.Concat(claimed).OfType<string>().Select(name => view.Find(new ObjectKey(Controllers.Resources.CSIDrivers, "", name))?.As<CSIDriver>()).OfType<CSIDriver>();
    }
}

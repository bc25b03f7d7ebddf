using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.ServiceAccounts;

/// <summary>
/// The secrets that the pods of a service account may use. Where the account's annotation <c>kubernetes.io/enforce-mountable-secrets</c> says so, those are the ones
/// that it lists; all others are kept from its pods.
/// </summary>
public static class MountableSecrets
{
    private const string Annotation = "kubernetes.io/enforce-mountable-secrets";

    /// <summary>Why the account does not allow a pod that is made, or null.</summary>
    public static string? Refusal(ServiceAccount account, Pod pod)
    {
        if (!AreLimited(account)) return null;
        var used = pod.Spec.Volumes.Where(static v => v.Secret is not null).Select(static v => (By: $"volume with secret.secretName=\"{v.Secret!.SecretName}\"", Secret: v.Secret.SecretName))
            .Concat(pod.Spec.InitContainers.SelectMany(static c => Environment("init container", c.Name, c.Env, c.EnvFrom)))
            .Concat(pod.Spec.Containers.SelectMany(static c => Environment("container", c.Name, c.Env, c.EnvFrom)));
        if (Refusal(account, used) is { } refusal) return refusal;
        for (var i = 0; i < pod.Spec.ImagePullSecrets.Count; i++)
        {
            var name = pod.Spec.ImagePullSecrets[i].Name;
            if (account.ImagePullSecrets.All(s => s.Name != name))
                return $"imagePullSecrets[{i}].name=\"{name}\" is not allowed because service account {account.Metadata.Name} does not reference that imagePullSecret";
        }

        return null;
    }

    /// <summary>Why the account does not allow the ephemeral containers of a pod, or null.</summary>
    public static string? RefusalOfEphemeral(ServiceAccount account, Pod pod) =>
        AreLimited(account) ? Refusal(account, pod.Spec.EphemeralContainers.SelectMany(static c => Environment("ephemeral container", c.Name, c.Env, c.EnvFrom))) : null;

    /// <summary>Whether a pod uses any secret.</summary>
    public static bool AreUsed(Pod pod) =>
        pod.Spec.ImagePullSecrets.Count > 0
        || pod.Spec.Volumes.Any(static v => v.Secret is not null || v.Projected?.Sources.Any(static s => s.Secret is not null) == true)
        || pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(static c => Environment("", c.Name, c.Env, c.EnvFrom).Any());

    private static bool AreLimited(ServiceAccount account) =>
        account.Metadata.Annotations.GetValueOrDefault(Annotation) is "1" or "t" or "T" or "true" or "TRUE" or "True";

    private static string? Refusal(ServiceAccount account, IEnumerable<(string By, string Secret)> used) =>
        used.Where(use => account.Secrets.All(s => s.Name != use.Secret))
            .Select(use => $"{use.By} is not allowed because service account {account.Metadata.Name} does not reference that secret").FirstOrDefault();

    private static IEnumerable<(string By, string Secret)> Environment(string what, string name, IReadOnlyList<EnvVar> variables, IReadOnlyList<EnvFromSource> sources) =>
    [
        .. variables.Where(static v => v.ValueFrom?.SecretKeyRef is not null)
            .Select(v => ($"{what} {name} with envVar {v.Name} referencing secret.secretName=\"{v.ValueFrom!.SecretKeyRef!.Name}\"", v.ValueFrom.SecretKeyRef.Name)),
        .. sources.Where(static s => s.SecretRef is not null)
            .Select(s => ($"{what} {name} with envFrom referencing secret.secretName=\"{s.SecretRef!.Name}\"", s.SecretRef.Name)),
    ];
}

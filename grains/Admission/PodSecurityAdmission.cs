using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// Keeps pods to the Pod Security Standard that their namespace asks for by its labels (k8s.io/pod-security-admission): pods against it are
/// refused, who writes templates against it is warned, and so is who makes a namespace stricter than its pods are.
/// </summary>
public sealed class PodSecurityAdmission(PodSecurityOptions options) : IAdmissionPlugin
{
    private const int MostPods = 3000;

    public int Order => 880;

    public bool Handles(AdmissionRequest request) => request.Operation is AdmissionOperation.Create or AdmissionOperation.Update
        && (request.Key.Resource == Resources.Pods ? request.Subresource is "" or "ephemeralcontainers"
            : request.Subresource.Length == 0 && (request.Key.Resource == Resources.Namespaces || HasTemplate(request.Definition.ObjectType)));

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        if (value is Namespace space) JudgeNamespace(request, space);
        else if (options.ExemptNamespaces.Contains(request.Key.Namespace) || options.ExemptUsers.Contains(request.Context.User)) return ValueTask.CompletedTask;
        else if (value is not Pod pod) Warn(request, Policy(request), Template(value));
        else if (request.Old is not Pod old || IsSignificant(pod, old)) Judge(request, pod);
        return ValueTask.CompletedTask;
    }

    private void Judge(AdmissionRequest request, Pod pod)
    {
        var policy = Policy(request);
        if (policy.AllowsAll || IsExempt(pod.Spec)) return;
        var found = PodSecurityChecks.Of(policy.Enforce, pod.Metadata, pod.Spec);
        if (found.Count > 0) throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"violates PodSecurity \"{policy.Enforce}\": {string.Join(", ", found)}");
        Warn(request, policy, (pod.Metadata, pod.Spec));
    }

    private void Warn(AdmissionRequest request, SecurityPolicy policy, (ObjectMeta Metadata, PodSpec Spec)? pod)
    {
        if (policy.Warn.Level == SecurityLevel.Privileged || pod is not var (metadata, spec) || IsExempt(spec)) return;
        var found = PodSecurityChecks.Of(policy.Warn, metadata, spec);
        if (found.Count > 0) request.Warn($"would violate PodSecurity \"{policy.Warn}\": {string.Join(", ", found)}");
    }

    private SecurityPolicy Policy(AdmissionRequest request) =>
        request.View.Find(new ObjectKey(Resources.Namespaces, "", request.Key.Namespace)) is { } space ? SecurityPolicy.Of(space.Header.Labels, options.Defaults).Policy : options.Defaults;

    private void JudgeNamespace(AdmissionRequest request, Namespace space)
    {
        var (policy, errors) = SecurityPolicy.Of(space.Metadata.Labels, options.Defaults);
        var (before, known) = request.Old is { } old ? SecurityPolicy.Of(old.Metadata.Labels, options.Defaults) : (SecurityPolicy.None, []);
        if (errors.Count > 0 && !(request.Old is not null && errors.Select(static e => e.ToString()).SequenceEqual(known.Select(static e => e.ToString()))))
            throw Failures.Invalid(request.Definition.Group, request.Definition.Kind, request.Key.Name, errors);
        var isStricter = policy.Enforce.Level != SecurityLevel.Privileged && (policy.Enforce.Minor != before.Enforce.Minor || policy.Enforce.Level > before.Enforce.Level);
        if (request.Old is not null && !isStricter) return;
        if (options.ExemptNamespaces.Contains(request.Key.Name)) WarnOfExemption(request, space, policy);
        else if (request.Old is not null)
            foreach (var warning in OfPods(request.View, space.Metadata.Name, policy.Enforce)) request.Warn(warning);
    }

    private void WarnOfExemption(AdmissionRequest request, Namespace space, SecurityPolicy policy)
    {
        if (policy.AllowsAll || policy.AsksAs(options.Defaults)) return;
        request.Warn($"namespace \"{space.Metadata.Name}\" is exempt from Pod Security, and the policy ({policy.Asked(space.Metadata.Labels)}) will be ignored");
    }

    private bool IsExempt(PodSpec spec) => spec.RuntimeClassName is { } name && options.ExemptRuntimeClasses.Contains(name);

    private List<string> OfPods(IClusterView view, string space, SecurityStandard standard)
    {
        var subject = view.List(Resources.Pods, space).Select(static o => o.As<Pod>()).Where(p => !IsExempt(p.Spec)).ToList();
        var found = subject.Take(MostPods)
            .Select(p => (p.Metadata.Name, What: string.Join(", ", PodSecurityChecks.Of(standard, p.Metadata, p.Spec).Select(static v => v.Reason)))).Where(static p => p.What.Length > 0);
        string[] warnings = [.. found.GroupBy(static p => p.What, static p => p.Name).Select(static g => $"{Names([.. g])}: {g.Key}").Order(StringComparer.Ordinal)];
        List<string> told = subject.Count > MostPods ? [$"new PodSecurity enforce level only checked against the first {MostPods} of {subject.Count} existing pods"] : [];
        if (warnings.Length == 0) return told;
        return [.. told, $"existing pods in namespace \"{space}\" violate the new PodSecurity enforce level \"{standard}\"", .. warnings];
    }

    private static string Names(string[] pods) => pods.Order(StringComparer.Ordinal).First() + pods.Length switch
    {
        1 => "",
        2 => " (and 1 other pod)",
        _ => $" (and {pods.Length - 1} other pods)",
    };

    /// <summary>Whether a change of a pod may be against a standard: another image, or another container.</summary>
    private static bool IsSignificant(Pod pod, Pod old) =>
        !Images(pod).SequenceEqual(Images(old)) || pod.Spec.EphemeralContainers.Any(c => !old.Spec.EphemeralContainers.Any(o => o.Name == c.Name && o.Image == c.Image));

    private static IEnumerable<string> Images(Pod pod) => pod.Spec.InitContainers.Concat(pod.Spec.Containers).Select(static c => c.Image);

    private static bool HasTemplate(Type type) => type == typeof(Deployment) || type == typeof(ReplicaSet) || type == typeof(StatefulSet) || type == typeof(DaemonSet) || type == typeof(Job)
        || type == typeof(CronJob) || type == typeof(ReplicationController) || type == typeof(PodTemplate);

    private static (ObjectMeta Metadata, PodSpec Spec)? Template(KubeObject value)
    {
        var template = value switch
        {
            Deployment deployment => deployment.Spec.Template,
            ReplicaSet set => set.Spec.Template,
            StatefulSet set => set.Spec.Template,
            DaemonSet set => set.Spec.Template,
            Job job => job.Spec.Template,
            CronJob job => job.Spec.JobTemplate.Spec.Template,
            ReplicationController controller => controller.Spec.Template,
            PodTemplate alone => alone.Template,
            _ => null,
        };
        return template is null ? null : (template.Metadata, template.Spec);
    }
}

using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>
/// Nobody gives more than they have: who writes a role holds all that it allows (or may <c>escalate</c> it), and who binds one too (or may
/// <c>bind</c> it) (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
/// </summary>
public sealed class RoleEscalation(IPermissions permissions) : IAdmissionPlugin
{
    private static readonly PolicyRule[] Everything =
    [
        new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] },
        new() { Verbs = ["*"], NonResourceURLs = ["*"] },
    ];

    public int Order => 800;

    public bool Handles(AdmissionRequest request) => request.Operation != AdmissionOperation.Delete && request.Key.Resource.Group == Resources.Roles.Group;

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        switch (value)
        {
            case Role role when !Same(role.Rules, (request.Old as Role)?.Rules): CheckRole(request, role.Rules); break;
            case ClusterRole role: CheckClusterRole(request, role, request.Old as ClusterRole); break;
            case RoleBinding binding when Changes(binding.Subjects, binding.RoleRef, (request.Old as RoleBinding)?.Subjects, (request.Old as RoleBinding)?.RoleRef): CheckBinding(request, binding.RoleRef); break;
            case ClusterRoleBinding binding when Changes(binding.Subjects, binding.RoleRef, (request.Old as ClusterRoleBinding)?.Subjects, (request.Old as ClusterRoleBinding)?.RoleRef):
                CheckBinding(request, binding.RoleRef);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private static bool Same(IReadOnlyList<PolicyRule> rules, IReadOnlyList<PolicyRule>? old) => old is not null && Structural.Equal(rules, old);

    private static bool Changes(IReadOnlyList<Subject> subjects, RoleRef role, IReadOnlyList<Subject>? oldSubjects, RoleRef? oldRole) =>
        oldSubjects is null || role != oldRole || !Structural.Equal(subjects, oldSubjects);

    private void CheckRole(AdmissionRequest request, IReadOnlyList<PolicyRule> rules)
    {
        if (!May(request, "escalate", request.Key.Resource, request.Key.Name)) CheckHeld(request, rules);
    }

    private void CheckClusterRole(AdmissionRequest request, ClusterRole role, ClusterRole? old)
    {
        if (role.AggregationRule is { } aggregation && !Structural.Equal(aggregation, old?.AggregationRule) && RuleCover.Missing(Held(request), Everything).Count > 0
            && !May(request, "escalate", request.Key.Resource, request.Key.Name))
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, "must have cluster-admin privileges to use the aggregationRule");
        if (!Same(role.Rules, old?.Rules)) CheckRole(request, role.Rules);
    }

    private void CheckBinding(AdmissionRequest request, RoleRef role)
    {
        var resource = role.Kind == "Role" ? Resources.Roles : Resources.ClusterRoles;
        if (!May(request, "bind", resource, role.Name)) CheckHeld(request, RoleRules.Of(request.View, role, request.Key.Namespace));
    }

    private bool May(AdmissionRequest request, string verb, GroupResource resource, string name) =>
        permissions.Allows(request.Context.User, request.Context.Groups, verb, resource, "", name, request.Key.Namespace);

    private IReadOnlyList<PolicyRule> Held(AdmissionRequest request) => permissions.RulesOf(request.Context.User, request.Context.Groups, request.Key.Namespace);

    private void CheckHeld(AdmissionRequest request, IReadOnlyList<PolicyRule> rules)
    {
        var missing = RuleCover.Missing(Held(request), rules);
        if (missing.Count == 0) return;
        var groups = string.Join(' ', request.Context.Groups.Select(static g => $"\"{g}\""));
        throw Failures.Forbidden(request.Key.Resource, request.Key.Name,
            $"user \"{request.Context.User}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', missing.Select(RuleCover.Show))}");
    }
}

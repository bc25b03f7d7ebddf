using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>Roles and bindings, evaluated from the cluster's state.</summary>
public sealed class RbacAuthorizer(IClusterState cluster) : IAuthorizer
{
    private readonly Derived<RbacIndex> _index = new(
        cluster, [RbacIndex.Roles, RbacIndex.ClusterRoles, RbacIndex.RoleBindings, RbacIndex.ClusterRoleBindings], static view => new RbacIndex(view));

    public AccessVerdict Judge(in AccessQuestion question)
    {
        List<string>? problems = null;
        foreach (var grant in _index.Value.Of(question.User, question.Namespace))
        {
            if (grant.Problem is { } problem) (problems ??= []).Add(problem);
            var rules = grant.Rules;
            for (var i = 0; i < rules.Count; i++)
                if (RuleMatch.Covers(rules[i], question)) return AccessVerdict.Allow(grant.Reason);
        }

        return AccessVerdict.NoOpinion(problems is null ? "" : $"RBAC: {RuleCollection.Told(problems)}");
    }

    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
        var problems = new List<string>();
        foreach (var grant in _index.Value.Of(user, @namespace))
        {
            if (grant.Problem is { } problem) problems.Add(problem);
            foreach (var rule in grant.Rules) rules.Add(rule);
        }

        if (problems.Count > 0) rules.Problems.Add(RuleCollection.Told(problems));
    }
}

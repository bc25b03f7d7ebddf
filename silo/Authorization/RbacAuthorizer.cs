using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
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
        foreach (var grant in _index.Value.Of(question.User, question.Namespace))
        {
            var rules = grant.Rules;
            for (var i = 0; i < rules.Count; i++)
                if (RuleMatch.Covers(rules[i], question)) return AccessVerdict.Allow(grant.Reason);
        }

        return AccessVerdict.NoOpinion();
    }

    public void CollectRules(UserInfo user, string @namespace, List<ResourceRule> resources, List<NonResourceRule> paths)
    {
        foreach (var grant in _index.Value.Of(user, @namespace))
            foreach (var rule in grant.Rules)
            {
                if (rule.Resources.Count > 0)
                    resources.Add(new ResourceRule { Verbs = rule.Verbs, ApiGroups = rule.ApiGroups, Resources = rule.Resources, ResourceNames = rule.ResourceNames });
                if (rule.NonResourceURLs.Count > 0) paths.Add(new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs });
            }
    }
}

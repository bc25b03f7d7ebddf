using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>
/// Roles and bindings, evaluated from the cluster's state. The index of them is made anew when one has changed, which the change feed
/// tells without waiting.
/// </summary>
public sealed class RbacAuthorizer(IClusterState cluster) : IAuthorizer
{
    private static readonly GroupResource[] Watched =
        [RbacIndex.Roles, RbacIndex.ClusterRoles, RbacIndex.RoleBindings, RbacIndex.ClusterRoleBindings];

    private readonly Lock _lock = new();
    private readonly IChangeCursor?[] _cursors = new IChangeCursor?[Watched.Length];
    private RbacIndex? _index;

    public AccessVerdict Judge(in AccessQuestion question)
    {
        foreach (var grant in Index().Of(question.User, question.Namespace))
        {
            var rules = grant.Rules;
            for (var i = 0; i < rules.Count; i++)
                if (RuleMatch.Covers(rules[i], question)) return AccessVerdict.Allow(grant.Reason);
        }

        return AccessVerdict.NoOpinion();
    }

    public void CollectRules(UserInfo user, string @namespace, List<ResourceRule> resources, List<NonResourceRule> paths)
    {
        foreach (var grant in Index().Of(user, @namespace))
            foreach (var rule in grant.Rules)
            {
                if (rule.Resources.Count > 0)
                    resources.Add(new ResourceRule { Verbs = rule.Verbs, ApiGroups = rule.ApiGroups, Resources = rule.Resources, ResourceNames = rule.ResourceNames });
                if (rule.NonResourceURLs.Count > 0) paths.Add(new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs });
            }
    }

    private RbacIndex Index()
    {
        lock (_lock)
        {
            if (_index is null || HasChanged()) Rebuild();
            return _index!;
        }
    }

    private bool HasChanged()
    {
        var changed = false;
        foreach (var cursor in _cursors) changed |= cursor!.HasChanged();
        return changed;
    }

    private void Rebuild()
    {
        var view = cluster.Current;
        for (var i = 0; i < Watched.Length; i++)
        {
            _cursors[i]?.Dispose();
            _cursors[i] = cluster.Follow(Watched[i], view.Revision);
        }

        _index = new RbacIndex(view);
    }
}

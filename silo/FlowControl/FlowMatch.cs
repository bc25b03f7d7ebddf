using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>Which requests a flow schema is for (k8s.io/apiserver/pkg/util/flowcontrol).</summary>
internal static class FlowMatch
{
    private const string Any = "*";

    /// <summary>Whether one of the schema's rules is for this user and this request.</summary>
    public static bool Covers(FlowSchema schema, UserInfo user, RequestInfo info)
    {
        var rules = schema.Spec.Rules;
        for (var i = 0; i < rules.Count; i++)
            if (Asks(rules[i], info) && Names(rules[i].Subjects, user)) return true;
        return false;
    }

    private static bool Asks(PolicyRulesWithSubjects rule, RequestInfo info)
    {
        if (info.IsResource)
        {
            for (var i = 0; i < rule.ResourceRules.Count; i++)
                if (Asks(rule.ResourceRules[i], info)) return true;
            return false;
        }

        for (var i = 0; i < rule.NonResourceRules.Count; i++)
            if (RuleMatch.Has(rule.NonResourceRules[i].Verbs, info.Verb) && RuleMatch.CoversPath(rule.NonResourceRules[i].NonResourceURLs, info.Path)) return true;
        return false;
    }

    private static bool Asks(ResourcePolicyRule rule, RequestInfo info) =>
        RuleMatch.Has(rule.Verbs, info.Verb) && RuleMatch.Has(rule.ApiGroups, info.Group) && CoversResource(rule.Resources, info)
        && (info.Namespace.Length == 0 ? rule.ClusterScope : RuleMatch.Has(rule.Namespaces, info.Namespace));

    private static bool CoversResource(IReadOnlyList<string> resources, RequestInfo info)
    {
        for (var i = 0; i < resources.Count; i++)
        {
            var rule = resources[i].AsSpan();
            if (rule is Any) return true;
            if (info.Subresource.Length == 0 ? rule.SequenceEqual(info.Resource)
                : rule.Length == info.Resource.Length + 1 + info.Subresource.Length && rule.StartsWith(info.Resource) && rule[info.Resource.Length] == '/' && rule.EndsWith(info.Subresource))
                return true;
        }

        return false;
    }

    private static bool Names(IReadOnlyList<Subject> subjects, UserInfo user)
    {
        for (var i = 0; i < subjects.Count; i++)
            if (Names(subjects[i], user)) return true;
        return false;
    }

    private static bool Names(Subject subject, UserInfo user) => subject switch
    {
        { Kind: SubjectKind.User, User.Name: var name } => name is Any || name == user.Username,
        { Kind: SubjectKind.Group, Group.Name: var name } => name is Any || user.Groups.Contains(name),
        { Kind: SubjectKind.ServiceAccount, ServiceAccount: { } account } => Names(account, user.Username),
        _ => false,
    };

    private static bool Names(ServiceAccountSubject account, string username)
    {
        if (!username.StartsWith(ServiceAccountName.Prefix, StringComparison.Ordinal)) return false;
        var name = username.AsSpan(ServiceAccountName.Prefix.Length);
        var colon = name.IndexOf(':');
        return colon >= 0 && name[..colon].SequenceEqual(account.Namespace) && (account.Name is Any || name[(colon + 1)..].SequenceEqual(account.Name));
    }
}

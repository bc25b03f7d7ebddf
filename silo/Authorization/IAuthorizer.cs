using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>One source of permissions. Safe for concurrent use; reads memory only.</summary>
public interface IAuthorizer
{
    AccessVerdict Judge(in AccessQuestion question);

    /// <summary>Adds the rules that this authorizer knows for a user in a namespace, for SelfSubjectRulesReview.</summary>
    void CollectRules(UserInfo user, string @namespace, RuleCollection rules);
}

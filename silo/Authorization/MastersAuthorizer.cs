using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Silo.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>The group <c>system:masters</c> may do everything, whatever the roles say.</summary>
public sealed class MastersAuthorizer : IAuthorizer
{
    public const string Group = "system:masters";
    private static readonly string[] Everything = ["*"];

    public AccessVerdict Judge(in AccessQuestion question) =>
        question.User.IsIn(Group) ? AccessVerdict.Allow("") : AccessVerdict.NoOpinion();

    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
        if (!user.IsIn(Group)) return;
        rules.Resources.Add(new ResourceRule { Verbs = Everything, ApiGroups = Everything, Resources = Everything });
        rules.Paths.Add(new NonResourceRule { Verbs = Everything, NonResourceURLs = Everything });
    }
}

using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>A webhook of either sort, with the defaults that its configuration has.</summary>
/// <param name="Name">The name that refusals carry.</param>
/// <param name="Client">Where it is.</param>
/// <param name="Rules">The writes that it wants to see.</param>
/// <param name="Ignores">Whether a write goes on when it cannot be asked.</param>
/// <param name="Exact">Whether it wants to see only the version that its rules name.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Reviews">The versions of AdmissionReview that it understands.</param>
/// <param name="Again">Whether a mutating webhook is asked again when others have changed the object after it.</param>
public sealed record Webhook(
    string Name,
    WebhookClientConfig Client,
    IReadOnlyList<RuleWithOperations> Rules,
    LabelSelector? Namespaces,
    LabelSelector? Objects,
    IReadOnlyList<MatchCondition> Conditions,
    bool Ignores,
    bool Exact,
    TimeSpan Timeout,
    IReadOnlyList<string> Reviews,
    bool Again)
{
    private const int DefaultSeconds = 10;

    public static Webhook Of(MutatingWebhook hook) => new(
        hook.Name, hook.ClientConfig, hook.Rules, hook.NamespaceSelector, hook.ObjectSelector, hook.MatchConditions, hook.FailurePolicy == FailurePolicyType.Ignore,
        hook.MatchPolicy == MatchPolicyType.Exact, TimeSpan.FromSeconds(hook.TimeoutSeconds ?? DefaultSeconds), hook.AdmissionReviewVersions, hook.ReinvocationPolicy == ReinvocationPolicyType.IfNeeded);

    public static Webhook Of(ValidatingWebhook hook) => new(
        hook.Name, hook.ClientConfig, hook.Rules, hook.NamespaceSelector, hook.ObjectSelector, hook.MatchConditions, hook.FailurePolicy == FailurePolicyType.Ignore,
        hook.MatchPolicy == MatchPolicyType.Exact, TimeSpan.FromSeconds(hook.TimeoutSeconds ?? DefaultSeconds), hook.AdmissionReviewVersions, false);
}

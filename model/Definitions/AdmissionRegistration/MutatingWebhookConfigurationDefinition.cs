using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>mutatingwebhookconfigurations: servers that change what is written.</summary>
public sealed class MutatingWebhookConfigurationDefinition : ResourceDefinition<MutatingWebhookConfiguration>
{
    public override string Plural => "mutatingwebhookconfigurations";

    public override bool NeedsQualifiedFinalizers => false;

    public override IReadOnlyList<string> Categories => ["api-extensions"];

    public override bool Namespaced => false;

    public override bool HasGeneration => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Webhooks", "integer", "How many webhooks it has.", static c => c.Webhooks.Count),
        TableColumn.Age,
    ];

    protected override MutatingWebhookConfiguration Default(MutatingWebhookConfiguration value)
    {
        var hooks = value.Webhooks.Map(Default);
        return ReferenceEquals(hooks, value.Webhooks) ? value : value with { Webhooks = hooks };
    }

    protected override void Validate(MutatingWebhookConfiguration value, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Webhooks.Count; i++)
        {
            using var _ = errors.At("webhooks", i);
            var hook = value.Webhooks[i];
            WebhookValidation.Validate(hook.Name, hook.ClientConfig, hook.Rules, errors);
            WebhookValidation.Behavior(hook.FailurePolicy, hook.MatchPolicy, hook.SideEffects, hook.TimeoutSeconds, hook.AdmissionReviewVersions, errors);
            WebhookValidation.Matching(hook.NamespaceSelector, hook.ObjectSelector, hook.MatchConditions, errors);
            Validation.Rules.NoneOrOneOf("reinvocationPolicy", hook.ReinvocationPolicy, errors, ReinvocationPolicyType.IfNeeded, ReinvocationPolicyType.Never);
            if (!names.Add(hook.Name)) errors.Duplicate("name", hook.Name);
        }
    }

    private static MutatingWebhook Default(MutatingWebhook hook)
    {
        var (config, rules) = (WebhookDefaults.Default(hook.ClientConfig), WebhookDefaults.Default(hook.Rules));
        var isComplete = hook is { FailurePolicy: not null, MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null, TimeoutSeconds: not null }
            && ReferenceEquals(config, hook.ClientConfig) && ReferenceEquals(rules, hook.Rules) && hook.ReinvocationPolicy is not null;
        return isComplete ? hook : hook with
        {
            ClientConfig = config,
            Rules = rules,
            FailurePolicy = hook.FailurePolicy ?? FailurePolicyType.Fail,
            MatchPolicy = hook.MatchPolicy ?? MatchPolicyType.Equivalent,
            NamespaceSelector = hook.NamespaceSelector ?? new(),
            ObjectSelector = hook.ObjectSelector ?? new(),
            TimeoutSeconds = hook.TimeoutSeconds ?? WebhookDefaults.TimeoutSeconds,
            ReinvocationPolicy = hook.ReinvocationPolicy ?? ReinvocationPolicyType.Never,
        };
    }
}

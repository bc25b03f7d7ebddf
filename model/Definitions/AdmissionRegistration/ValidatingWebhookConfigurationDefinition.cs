using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>validatingwebhookconfigurations: servers that judge what is written.</summary>
public sealed class ValidatingWebhookConfigurationDefinition : ResourceDefinition<ValidatingWebhookConfiguration>
{
    public override string Plural => "validatingwebhookconfigurations";

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

    protected override ValidatingWebhookConfiguration Default(ValidatingWebhookConfiguration value)
    {
        var hooks = value.Webhooks.Map(Default);
        return ReferenceEquals(hooks, value.Webhooks) ? value : value with { Webhooks = hooks };
    }

    protected override void Validate(ValidatingWebhookConfiguration value, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Webhooks.Count; i++)
        {
            using var _ = errors.At("webhooks", i);
            var hook = value.Webhooks[i];
            WebhookValidation.Validate(hook.Name, hook.ClientConfig, hook.Rules, errors);
            WebhookValidation.Behavior(hook.FailurePolicy, hook.MatchPolicy, hook.SideEffects, hook.TimeoutSeconds, hook.AdmissionReviewVersions, errors);
            WebhookValidation.Matching(hook.NamespaceSelector, hook.ObjectSelector, hook.MatchConditions, errors);
            if (!names.Add(hook.Name)) errors.Duplicate("name", hook.Name);
        }
    }

    private static ValidatingWebhook Default(ValidatingWebhook hook)
    {
        var (config, rules) = (WebhookDefaults.Default(hook.ClientConfig), WebhookDefaults.Default(hook.Rules));
        var isComplete = hook is { FailurePolicy: not null, MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null, TimeoutSeconds: not null }
            && ReferenceEquals(config, hook.ClientConfig) && ReferenceEquals(rules, hook.Rules);
        return isComplete ? hook : hook with
        {
            ClientConfig = config,
            Rules = rules,
            FailurePolicy = hook.FailurePolicy ?? FailurePolicyType.Fail,
            MatchPolicy = hook.MatchPolicy ?? MatchPolicyType.Equivalent,
            NamespaceSelector = hook.NamespaceSelector ?? new(),
            ObjectSelector = hook.ObjectSelector ?? new(),
            TimeoutSeconds = hook.TimeoutSeconds ?? WebhookDefaults.TimeoutSeconds,
        };
    }
}

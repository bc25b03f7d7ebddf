using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>What both sorts of webhooks must be (k8s.io/kubernetes/pkg/apis/admissionregistration/validation).</summary>
internal static class WebhookValidation
{
    private const int MaximumTimeout = 30;
    private const int MaximumConditions = 64;

    public static void Validate(string name, WebhookClientConfig config, IReadOnlyList<RuleWithOperations> rules, FieldErrors errors)
    {
        FullyQualified("name", name, errors);
        using (errors.At("clientConfig")) Client(config, errors);
        for (var i = 0; i < rules.Count; i++)
            using (errors.At("rules", i)) Rule(rules[i].Operations, rules[i].ApiGroups, rules[i].ApiVersions, rules[i].Resources, rules[i].Scope, errors);
    }

    public static void Behavior(string? failure, string? match, string? sideEffects, int? timeout, IReadOnlyList<string> versions, FieldErrors errors)
    {
        Rules.NoneOrOneOf("failurePolicy", failure, errors, FailurePolicyType.Fail, FailurePolicyType.Ignore);
        Rules.NoneOrOneOf("matchPolicy", match, errors, MatchPolicyType.Equivalent, MatchPolicyType.Exact);
        if (sideEffects is null) errors.Required("sideEffects", "must specify one of None, NoneOnDryRun");
        Rules.NoneOrOneOf("sideEffects", sideEffects, errors, SideEffectClass.None, SideEffectClass.NoneOnDryRun);
        if (timeout is < 1 or > MaximumTimeout) errors.Invalid("timeoutSeconds", timeout, $"the timeout value must be between 1 and {MaximumTimeout} seconds");
        ReviewVersions("admissionReviewVersions", versions, errors);
    }

    /// <summary>The versions of reviews that a webhook understands: one of those that are sent must be among them.</summary>
    public static void ReviewVersions(string field, IReadOnlyList<string> versions, FieldErrors errors)
    {
        if (versions.Count == 0)
        {
            errors.Required(field, "must specify one of v1, v1beta1");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < versions.Count; i++)
        {
            if (!seen.Add(versions[i])) errors.Invalid($"{field}[{i}]", versions[i], "duplicate version");
            errors.InvalidEach($"{field}[{i}]", versions[i], Names.Dns1035Label(versions[i]));
        }

        if (!versions.Contains("v1") && !versions.Contains("v1beta1")) errors.Invalid(field, versions, "must include at least one of v1, v1beta1");
    }

    public static void Matching(LabelSelector? namespaces, LabelSelector? objects, IReadOnlyList<MatchCondition> conditions, FieldErrors errors)
    {
        LabelSelectorValidation.Validate("namespaceSelector", namespaces, errors);
        LabelSelectorValidation.Validate("objectSelector", objects, errors);
        Conditions(conditions, errors);
        for (var i = 0; i < conditions.Count; i++) ExpressionValidation.Check($"matchConditions[{i}].expression", conditions[i].Expression, PolicyExpressions.Conditions, [CelType.Bool], errors);
    }

    public static void Conditions(IReadOnlyList<MatchCondition> conditions, FieldErrors errors)
    {
        if (conditions.Count > MaximumConditions) errors.TooMany("matchConditions", conditions.Count, MaximumConditions);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            using var _ = errors.At("matchConditions", i);
            var condition = conditions[i];
            if (string.IsNullOrWhiteSpace(condition.Expression)) errors.Required("expression");
            if (condition.Name.Length == 0) errors.Required("name");
            else
            {
                errors.InvalidEach("name", condition.Name, LabelRules.QualifiedName(condition.Name));
                if (!names.Add(condition.Name)) errors.Duplicate("name", condition.Name);
            }
        }
    }

    internal static void Rule(
        IReadOnlyList<string> operations, IReadOnlyList<string> groups, IReadOnlyList<string> versions, IReadOnlyList<string> resources, string? scope, FieldErrors errors)
    {
        if (operations.Count == 0) errors.Required("operations");
        if (operations.Count > 1 && operations.Contains(OperationType.All)) errors.Invalid("operations", operations, "if '*' is present, must not specify other operations");
        for (var i = 0; i < operations.Count; i++)
            if (operations[i] is not (OperationType.All or OperationType.CREATE or OperationType.UPDATE or OperationType.DELETE or OperationType.CONNECT))
                errors.NotSupported($"operations[{i}]", operations[i], OperationType.All, OperationType.CONNECT, OperationType.CREATE, OperationType.DELETE, OperationType.UPDATE);
        Alone("apiGroups", groups, "if '*' is present, must not specify other API groups", errors);
        Alone("apiVersions", versions, "if '*' is present, must not specify other API versions", errors);
        for (var i = 0; i < versions.Count; i++)
            if (versions[i].Length == 0) errors.Required($"apiVersions[{i}]");
        if (resources.Count == 0) errors.Required("resources");
        for (var i = 0; i < resources.Count; i++)
            if (resources[i].Length == 0) errors.Required($"resources[{i}]");
        if (resources.Contains("*/*") && resources.Count > 1) errors.Invalid("resources", resources, "if '*/*' is present, must not specify other resources");
        Rules.NoneOrOneOf("scope", scope, errors, ScopeType.All, ScopeType.Cluster, ScopeType.Namespaced);
    }

    private static void Alone(string field, IReadOnlyList<string> values, string message, FieldErrors errors)
    {
        if (values.Count == 0) errors.Required(field);
        else if (values.Count > 1 && values.Contains("*")) errors.Invalid(field, values, message);
    }

    private static void FullyQualified(string field, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(field);
        else if (Names.DnsSubdomain(name) is { Count: > 0 } messages) errors.InvalidEach(field, name, messages);
        else if (name.Split('.').Length < 3) errors.Invalid(field, name, "should be a domain with at least three segments separated by dots");
    }

    public static void Client(WebhookClientConfig config, FieldErrors errors)
    {
        if (config.Url is null == config.Service is null)
        {
            errors.Required("", "exactly one of url or service is required");
            return;
        }

        if (config.Url is { } url) Url(url, errors);
        if (config.Service is not { } service) return;
        using var _ = errors.At("service");
        if (service.Name.Length == 0) errors.Required("name", "service name is required");
        if (service.Namespace.Length == 0) errors.Required("namespace", "service namespace is required");
        if (service.Port is { } port && Rules.Port(port).Count > 0)
            errors.Invalid("port", port, "port is not valid: must be between 1 and 65535, inclusive");
        if (service.Path is { Length: > 0 } path and not "/") Path(path, errors);
    }

    private static void Path(string path, FieldErrors errors)
    {
        if (path[0] != '/') errors.Invalid("path", path, "must start with a '/'");
        var steps = path[1..];
        if (steps.EndsWith('/')) steps = steps[..^1];
        foreach (var (i, step) in steps.Split('/').Index())
        {
            if (step.Length == 0) errors.Invalid("path", path, $"segment[{i}] may not be empty");
            else foreach (var failure in Names.DnsSubdomain(step)) errors.Invalid("path", path, $"segment[{i}]: {failure}");
        }
    }

    private static void Url(string url, FieldErrors errors)
    {
        const string Form = "; desired format: https://host[/path]";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            if (Uri.TryCreate(url, UriKind.Relative, out _) && !url.Contains("://", StringComparison.Ordinal))
            {
                errors.Invalid("url", "", "'https' is the only allowed URL scheme" + Form);
                errors.Invalid("url", "", "host must be specified" + Form);
            }
            else errors.Required("url", $"url must be a valid URL: {url}{Form}");
            return;
        }

        if (parsed.Scheme != "https") errors.Invalid("url", parsed.Scheme, "'https' is the only allowed URL scheme" + Form);
        if (parsed.Host.Length == 0) errors.Invalid("url", parsed.Host, "host must be specified" + Form);
        if (parsed.UserInfo.Length > 0) errors.Invalid("url", "<redacted>", "user information is not permitted in the URL");
        if (parsed.Fragment.Length > 0) errors.Invalid("url", parsed.Fragment[1..], "fragments are not permitted in the URL");
        if (parsed.Query.Length > 0) errors.Invalid("url", parsed.Query[1..], "query parameters are not permitted in the URL");
    }
}

using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Model.Validation;

/// <summary>Flow schemas (k8s.io/kubernetes/pkg/apis/flowcontrol/validation). The walk stands at the spec.</summary>
internal static class FlowSchemaValidation
{
    private const int MaximumPrecedence = 10000;
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    public static void Validate(FlowSchema schema, FieldErrors errors)
    {
        var spec = schema.Spec;
        if (spec.MatchingPrecedence <= 0) errors.Invalid("matchingPrecedence", spec.MatchingPrecedence, "must be a positive value");
        if (spec.MatchingPrecedence > MaximumPrecedence) errors.Invalid("matchingPrecedence", spec.MatchingPrecedence, $"must not be greater than {MaximumPrecedence}");
        if (spec.MatchingPrecedence == 1 && schema.Metadata.Name != "exempt")
            errors.Invalid("matchingPrecedence", 1, "only the schema named 'exempt' may have matchingPrecedence 1");
        if (spec.DistinguisherMethod is { } method && method.Type is not (FlowDistinguisherMethodType.ByNamespace or FlowDistinguisherMethodType.ByUser))
            errors.NotSupported("distinguisherMethod.type", method, FlowDistinguisherMethodType.ByNamespace, FlowDistinguisherMethodType.ByUser);
        if (spec.PriorityLevelConfiguration.Name.Length == 0) errors.Required("priorityLevelConfiguration.name", "must reference a priority level");
        else errors.InvalidEach("priorityLevelConfiguration.name", spec.PriorityLevelConfiguration.Name, Names.DnsSubdomain(spec.PriorityLevelConfiguration.Name));
        for (var i = 0; i < spec.Rules.Count; i++)
            using (errors.At("rules", i)) Rule(spec.Rules[i], errors);
    }

    private static void Rule(PolicyRulesWithSubjects rule, FieldErrors errors)
    {
        if (rule.Subjects.Count == 0) errors.Required("subjects", "subjects must contain at least one value");
        for (var i = 0; i < rule.Subjects.Count; i++)
            using (errors.At("subjects", i)) Subject(rule.Subjects[i], errors);
        if (rule.ResourceRules.Count == 0 && rule.NonResourceRules.Count == 0) errors.Required("", "at least one of resourceRules and nonResourceRules has to be non-empty");
        for (var i = 0; i < rule.ResourceRules.Count; i++)
            using (errors.At("resourceRules", i))
            {
                var resources = rule.ResourceRules[i];
                Verb(resources.Verbs, errors);
                Alone("apiGroups", resources.ApiGroups, "resource rules must supply at least one api group", errors);
                Alone("resources", resources.Resources, "resource rules must supply at least one resource", errors);
                if (resources.Namespaces.Count == 0 && !resources.ClusterScope) errors.Required("namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
                else if (resources.Namespaces.Count > 1 && resources.Namespaces.Contains("*")) errors.Invalid("namespaces", resources.Namespaces, "if '*' is present, must not specify other namespaces");
                for (var j = 0; j < resources.Namespaces.Count; j++) Namespace($"namespaces[{j}]", resources.Namespaces[j], errors);
            }

        for (var i = 0; i < rule.NonResourceRules.Count; i++)
            using (errors.At("nonResourceRules", i))
            {
                Verb(rule.NonResourceRules[i].Verbs, errors);
                var paths = rule.NonResourceRules[i].NonResourceURLs;
                Alone("nonResourceURLs", paths, "nonResourceURLs must contain at least one value", errors);
                if (paths.Count == 1 && paths[0] == "*") continue;
                for (var j = 0; j < paths.Count; j++) Path($"nonResourceURLs[{j}]", paths[j], errors);
            }
    }

    private static void Verb(IReadOnlyList<string> verbs, FieldErrors errors)
    {
        Alone("verbs", verbs, "verbs must contain at least one value", errors);
        foreach (var verb in verbs)
            if (!Verbs.Contains(verb) && verb is not ("*" or "head" or "options" or "post" or "put")) errors.NotSupported("verbs", verbs, Verbs);
    }

    private static void Alone(string field, IReadOnlyList<string> values, string missing, FieldErrors errors)
    {
        if (values.Count == 0) errors.Required(field, missing);
        else if (values.Count > 1 && values.Contains("*")) errors.Invalid(field, values, $"if '*' is present, must not specify other {(field == "apiGroups" ? "api groups" : field)}");
    }

    private static void Subject(Subject subject, FieldErrors errors)
    {
        Only("user", SubjectKind.User, subject.User, subject, errors);
        Only("group", SubjectKind.Group, subject.Group, subject, errors);
        Only("serviceAccount", SubjectKind.ServiceAccount, subject.ServiceAccount, subject, errors);
        switch (subject.Kind)
        {
            case SubjectKind.User:
                if (subject.User is null) errors.Required("user", "user is required when subject kind is 'User'");
                else if (subject.User.Name.Length == 0) errors.Required("user.name");
                break;
            case SubjectKind.Group:
                if (subject.Group is null) errors.Required("group", "group is required when subject kind is 'Group'");
                else if (subject.Group.Name.Length == 0) errors.Required("group.name");
                break;
            case SubjectKind.ServiceAccount:
                if (subject.ServiceAccount is null) errors.Required("serviceAccount", "serviceAccount is required when subject kind is 'ServiceAccount'");
                else
                    using (errors.At("serviceAccount")) Account(subject.ServiceAccount, errors);
                break;
            default:
                errors.NotSupported("kind", subject.Kind, SubjectKind.Group, SubjectKind.ServiceAccount, SubjectKind.User);
                break;
        }
    }

    private static void Only<T>(string field, string kind, T? value, Subject subject, FieldErrors errors) where T : class
    {
        if (value is not null && subject.Kind != kind && subject.Kind is SubjectKind.User or SubjectKind.Group or SubjectKind.ServiceAccount)
            errors.Forbidden(field, $"{field} is forbidden when subject kind is not '{kind}'");
    }

    private static void Account(ServiceAccountSubject account, FieldErrors errors)
    {
        if (account.Name.Length == 0) errors.Required("name");
        else if (account.Name != "*") errors.InvalidEach("name", account.Name, Names.DnsSubdomain(account.Name));
        if (account.Namespace.Length == 0) errors.Required("namespace", "must specify namespace for service account");
        else errors.InvalidEach("namespace", account.Namespace, Names.DnsLabel(account.Namespace));
    }

    private static void Namespace(string field, string name, FieldErrors errors)
    {
        if (name != "*") errors.InvalidEach(field, name, Names.DnsLabel(name).Select(static m => $"each member of this list must be '*' or a DNS-1123 label; {m}"));
    }

    /// <summary>A path, or the beginning of paths.</summary>
    private static void Path(string field, string path, FieldErrors errors)
    {
        if (path.Length == 0)
        {
            errors.Invalid(field, path, "must not be empty");
            return;
        }

        if (path == "/") return;
        if (path[0] != '/') errors.Invalid(field, path, "must start with slash");
        if (path.Contains(' ')) errors.Invalid(field, path, "must not contain white-space");
        if (path.Contains("//", StringComparison.Ordinal)) errors.Invalid(field, path, "must not contain double slash");
        if (path.TrimEnd('/').TrimEnd('*').Contains('*')) errors.Invalid(field, path, "wildcard can only do suffix matching");
    }
}

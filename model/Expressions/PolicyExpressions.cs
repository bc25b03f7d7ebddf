using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>What the expressions of policies and webhooks may speak of (k8s.io/apiserver/pkg/admission/plugin/cel).</summary>
public static class PolicyExpressions
{
    private const string Variables = "variables";

    private static readonly CelEnvironment Plain = new(new Dictionary<string, CelType>
    {
        ["object"] = CelType.Dyn,
        ["oldObject"] = CelType.Dyn,
        ["request"] = SchemaTypes.Of(typeof(Admission.AdmissionRequest)),
        ["namespaceObject"] = SchemaTypes.Of(typeof(Core.Namespace)),
    });

    /// <summary>What the match conditions of webhooks may speak of.</summary>
    public static CelEnvironment Conditions { get; } = Authorized(Plain);

    /// <summary>The expressions of a policy, with what each may speak of. Its variables know those before them.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="subject">The type of the object that is written.</param>
    /// <param name="parameters">The type of the parameters.</param>
    public static IEnumerable<PolicyExpression> Of(ValidatingAdmissionPolicySpec spec, CelType subject, CelType parameters)
    {
        var environment = Plain.With("object", subject).With("oldObject", subject);
        if (spec.ParamKind is not null) environment = environment.With("params", parameters);
        for (var i = 0; i < spec.MatchConditions.Count; i++) yield return new PolicyExpression($"matchConditions[{i}].expression", spec.MatchConditions[i].Expression, Authorized(environment), [CelType.Bool]);
        var known = new Dictionary<string, CelField>(StringComparer.Ordinal);
        if (spec.Variables.Count > 0) environment = environment.With(Variables, CelType.Object("kubernetes.variables", known.GetValueOrDefault));
        var whole = Authorized(environment);
        for (var i = 0; i < spec.Variables.Count; i++)
        {
            yield return new PolicyExpression($"variables[{i}].expression", spec.Variables[i].Expression, whole, []);
            known[spec.Variables[i].Name] = new CelField(CelCheck.Of(spec.Variables[i].Expression, whole).Type);
        }

        for (var i = 0; i < spec.Validations.Count; i++)
        {
            yield return new PolicyExpression($"validations[{i}].expression", spec.Validations[i].Expression, whole, [CelType.Bool]);
            yield return new PolicyExpression($"validations[{i}].messageExpression", spec.Validations[i].MessageExpression, environment, [CelType.String]);
        }

        for (var i = 0; i < spec.AuditAnnotations.Count; i++)
            yield return new PolicyExpression($"auditAnnotations[{i}].valueExpression", spec.AuditAnnotations[i].ValueExpression, whole, [CelType.String, CelType.Null]);
    }

    private static CelEnvironment Authorized(CelEnvironment environment) =>
        environment.With("authorizer", CelEnvironment.Authorizer).With("authorizer.requestResource", CelEnvironment.RequestResource);
}

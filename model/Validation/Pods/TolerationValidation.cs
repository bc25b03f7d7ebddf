using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Tolerations, and the effects of taints.</summary>
internal static class TolerationValidation
{
    public static void Validate(IReadOnlyList<Toleration> tolerations, FieldErrors errors)
    {
        for (var i = 0; i < tolerations.Count; i++)
            using (errors.At("tolerations", i)) Validate(tolerations[i], errors);
    }

    public static void Effect(string effect, bool mayBeEmpty, FieldErrors errors)
    {
        if (!mayBeEmpty || effect.Length > 0)
            Rules.OneOf("effect", effect, errors, TaintEffect.NoSchedule, TaintEffect.PreferNoSchedule, TaintEffect.NoExecute);
    }

    private static void Validate(Toleration toleration, FieldErrors errors)
    {
        if (toleration.Key.Length > 0) errors.InvalidEach("key", toleration.Key, LabelRules.QualifiedName(toleration.Key));
        else if (toleration.Operator != TolerationOperator.Exists)
            errors.Invalid("operator", toleration.Operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration.TolerationSeconds is not null && toleration.Effect != TaintEffect.NoExecute)
            errors.Invalid("effect", toleration.Effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (toleration.Operator)
        {
            case TolerationOperator.Equal or "":
                if (LabelRules.Value(toleration.Value) is { Count: > 0 } messages) errors.Invalid("operator", toleration.Value, string.Join(";", messages));
                break;
            case TolerationOperator.Exists:
                if (toleration.Value.Length > 0) errors.Invalid("operator", toleration.Value, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                errors.NotSupported("operator", toleration.Operator, TolerationOperator.Equal, TolerationOperator.Exists);
                break;
        }

        Effect(toleration.Effect, mayBeEmpty: true, errors);
    }
}

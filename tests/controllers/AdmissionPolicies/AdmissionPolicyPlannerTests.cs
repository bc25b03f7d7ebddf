using Orleans.Kube.Controllers.AdmissionPolicies;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Tests.Controllers;

public sealed class AdmissionPolicyPlannerTests
{
    private static readonly PolicySubject Deployments = new("apps/v1, Kind=Deployment", SchemaTypes.Of(typeof(Deployment)));
    private static readonly PolicySubject StatefulSets = new("apps/v1, Kind=StatefulSet", SchemaTypes.Of(typeof(StatefulSet)));

    [Fact]
    public void What_cannot_work_with_one_of_the_kinds_is_warned_of()
    {
        var planned = AdmissionPolicyPlanner.Plan(Policy("object.spec.serviceName == 'a'", "object.spec.replicas > 1"), [Deployments, StatefulSets], CelType.Dyn)!;

        planned.Status.ObservedGeneration.ShouldBe(1);
        var warning = planned.Status.TypeChecking!.ExpressionWarnings.ShouldHaveSingleItem();
        warning.FieldRef.ShouldBe("spec.validations[0].expression");
        warning.Warning.ShouldBe("apps/v1, Kind=Deployment: ERROR: <input>:1:12: undefined field 'serviceName'\n | object.spec.serviceName == 'a'\n | ...........^\n");
    }

    [Fact]
    public void Several_kinds_are_told_of_together()
    {
        var planned = AdmissionPolicyPlanner.Plan(Policy("object.spec.nothing"), [Deployments, StatefulSets], CelType.Dyn)!;

        planned.Status.TypeChecking!.ExpressionWarnings.ShouldHaveSingleItem().Warning.Split('\n').Count(static l => l.Contains("undefined field 'nothing'")).ShouldBe(2);
    }

    [Fact]
    public void What_was_checked_is_not_checked_again()
    {
        var planned = AdmissionPolicyPlanner.Plan(Policy("true"), [Deployments], CelType.Dyn)!;

        planned.Status.TypeChecking!.ExpressionWarnings.ShouldBeEmpty();
        AdmissionPolicyPlanner.Plan(planned, [Deployments], CelType.Dyn).ShouldBeNull();
    }

    private static ValidatingAdmissionPolicy Policy(params string[] expressions) => new()
    {
        Metadata = new ObjectMeta { Name = "a", Generation = 1 },
        Spec = new ValidatingAdmissionPolicySpec { Validations = [.. expressions.Select(static e => new Validation { Expression = e })] },
    };
}

using Orleans.Kube.Controllers.AdmissionPolicies;
using Orleans.Kube.Controllers.Tests;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Tests.Controllers;

/// <summary>Policies of random expressions, of which it is known with which kinds they work, change while they are checked.</summary>
public sealed class AdmissionPolicyPropertyTests
{
    private static readonly PolicySubject[] Kinds =
    [
        new("apps/v1, Kind=Deployment", SchemaTypes.Of(typeof(Deployment))), new("apps/v1, Kind=StatefulSet", SchemaTypes.Of(typeof(StatefulSet))), new("v1, Kind=ConfigMap", SchemaTypes.Of(typeof(ConfigMap))),
    ];

    /// <summary>An expression, and the first letters of the kinds that it works with.</summary>
    private static readonly (string Text, string Works)[] Expressions =
    [
        ("true", "DSC"), ("object.metadata.name == 'a'", "DSC"), ("object.spec.replicas > 1", "DS"), ("object.spec.serviceName == 'a'", "S"), ("object.spec.paused", "D"), ("object.data['a'] == 'b'", "C"), ("object.nothing", ""),
    ];

    [Fact]
    public void Each_expression_is_warned_of_for_exactly_the_kinds_that_it_cannot_work_with() => Script.ForAll(static script =>
    {
        var policy = new ValidatingAdmissionPolicy { Metadata = new ObjectMeta { Name = "p", Generation = 1 } };
        while (script.HasMore)
        {
            if (script.Choose(2) == 0)
            {
                policy = policy with
                {
                    Metadata = policy.Metadata with { Generation = policy.Metadata.Generation + 1 },
                    Spec = new() { Validations = [.. Enumerable.Range(0, 1 + script.Choose(3)).Select(_ => new Validation { Expression = script.Pick(Expressions).Text })] },
                };
            }

            var subjects = Kinds.Where(_ => script.Choose(3) > 0).ToList();
            var isKnown = policy.Status.ObservedGeneration == policy.Metadata.Generation;
            var next = AdmissionPolicyPlanner.Plan(policy, subjects, CelType.Dyn);
            (next is null).ShouldBe(isKnown);
            if (next is null) continue;

            (next with { Status = policy.Status }).ShouldBe(policy);
            next.Status.ObservedGeneration.ShouldBe(policy.Metadata.Generation);
            var told = next.Status.TypeChecking!.ExpressionWarnings.SelectMany(static w => Kinds.Where(k => w.Warning.Contains($"{k.Kind}: ", StringComparison.Ordinal)).Select(k => (w.FieldRef, k.Kind)));
            var wanted = policy.Spec.Validations.SelectMany((validation, at) => subjects.Where(s => !Works(validation.Expression, s)).Select(s => ($"spec.validations[{at}].expression", s.Kind)));
            told.ShouldBe(wanted);
            AdmissionPolicyPlanner.Plan(next, subjects, CelType.Dyn).ShouldBeNull();
            if (script.Choose(3) > 0) policy = next;
        }
    }, runs: 40, length: 40);

    [Fact]
    public void No_more_kinds_are_looked_at_than_may_be() => Script.ForAll(static script =>
    {
        var subjects = Enumerable.Range(0, 1 + script.Choose(20)).Select(n => Kinds[2] with { Kind = $"example.com/v{n}, Kind=Thing" }).ToList();
        var policy = new ValidatingAdmissionPolicy { Metadata = new ObjectMeta { Generation = 1 }, Spec = new() { Validations = [new() { Expression = "object.nothing" }] } };

        var warning = AdmissionPolicyPlanner.Plan(policy, subjects, CelType.Dyn)!.Status.TypeChecking!.ExpressionWarnings.ShouldHaveSingleItem().Warning;

        subjects.Count(s => warning.Contains($"{s.Kind}: ", StringComparison.Ordinal)).ShouldBe(Math.Min(subjects.Count, AdmissionPolicyPlanner.MostSubjects));
    }, runs: 20, length: 1);

    private static bool Works(string expression, PolicySubject subject) => Expressions.Single(e => e.Text == expression).Works.Contains(subject.Kind[subject.Kind.IndexOf('=', StringComparison.Ordinal) + 1], StringComparison.Ordinal);
}

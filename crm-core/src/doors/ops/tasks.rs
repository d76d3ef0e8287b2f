//! The operations of tasks and appointments.

use crate::records::tasks::appointments::{
    Appointment, AppointmentFilter, DayHours, NewAppointment, Slot, SlotRequest, WeekHours, WorkingHours,
};
use crate::records::tasks::{NewTask, Task, TaskFilter, TaskPatch, TaskState};
use crate::vocabulary::{AppointmentId, Date, Page, StaffId, TaskId, Timestamp};

input! {
    /// A task by its id.
    TaskRef {
        /// The id.
        id: TaskId,
    }
}

input! {
    /// A change of a task.
    TaskUpdate {
        /// The id.
        id: TaskId,
        /// What changes; absent fields stay, null clears.
        changes: TaskPatch,
    }
}

input! {
    /// Where a task goes.
    TaskMove {
        /// The id.
        id: TaskId,
        /// The new state.
        state: TaskState,
        /// What came of it; takes the place of the note.
        #[serde(default)]
        note: Option<String>,
    }
}

input! {
    /// A member of the staff.
    StaffHours {
        /// Who.
        staff_id: StaffId,
    }
}

input! {
    /// The working hours of a week.
    WeekHoursOf {
        /// Who.
        staff_id: StaffId,
        /// The hours; none for somebody who does not work.
        hours: Vec<WeekHours>,
    }
}

input! {
    /// A day with hours of its own.
    DayHoursOf {
        /// Who.
        staff_id: StaffId,
        /// The day.
        day: Date,
        /// The hours: none is a day off, null is as every week.
        #[serde(default)]
        hours: Option<Vec<DayHours>>,
    }
}

input! {
    /// An appointment by its id.
    AppointmentRef {
        /// The id.
        id: AppointmentId,
    }
}

input! {
    /// Another time for an appointment.
    AppointmentMove {
        /// The id.
        id: AppointmentId,
        /// When it begins.
        starts_at: Timestamp,
        /// How long, 5 to 1,440 minutes; as long as before by default.
        #[serde(default)]
        minutes: Option<u32>,
        /// Books in the past and outside the working hours too; never over another appointment.
        #[serde(default)]
        force: bool,
    }
}

input! {
    /// How an appointment ends.
    AppointmentEnd {
        /// The id.
        id: AppointmentId,
        /// What came of it; takes the place of the note.
        #[serde(default)]
        note: Option<String>,
    }
}

ops! { pub(super) OPS:
    Write "tasks.create" "Records a task." [NotFound]
        |tx, p: NewTask| -> Task { tx.tasks().create(p) };
    Read "tasks.get" "One task by its id." [NotFound]
        |tx, p: TaskRef| -> Task { tx.tasks().get(p.id) };
    Read "tasks.list" "Tasks of a person, a customer or a time, the first due first; open ones unless a state is named." [NotFound, Limit]
        |tx, p: TaskFilter| -> Page<Task> { tx.tasks().list(&p) };
    Write "tasks.update" "Changes a task that is not over." [NotFound, Conflict]
        |tx, p: TaskUpdate| -> Task { tx.tasks().update(p.id, p.changes) };
    Write "tasks.set_state" "Takes a task to another state, with a note of what came of it." [NotFound, NotAllowedTransition]
        |tx, p: TaskMove| -> Task { tx.tasks().set_state(p.id, p.state, p.note.as_deref()) };
    Write "appointments.set_hours" "Says when a member of the staff works in a week." [Limit]
        |tx, p: WeekHoursOf| -> WorkingHours { tx.appointments().set_hours(p.staff_id, &p.hours) };
    Write "appointments.set_exception" "Gives a day working hours of its own." [Limit]
        |tx, p: DayHoursOf| -> WorkingHours { tx.appointments().set_exception(p.staff_id, p.day, p.hours.as_deref()) };
    Read "appointments.hours" "When a member of the staff works." []
        |tx, p: StaffHours| -> WorkingHours { tx.appointments().hours(p.staff_id) };
    Read "appointments.free_slots" "The times at which a member of the staff works and nothing is booked." []
        |tx, p: SlotRequest| -> Vec<Slot> { tx.appointments().free_slots(&p) };
    Write "appointments.book" "Books an appointment." [NotFound, Conflict, Blocked]
        |tx, p: NewAppointment| -> Appointment { tx.appointments().book(p) };
    Read "appointments.get" "One appointment by its id." [NotFound]
        |tx, p: AppointmentRef| -> Appointment { tx.appointments().get(p.id) };
    Read "appointments.list" "Appointments by staff, customer, state and time, the first before the others." [NotFound, Limit]
        |tx, p: AppointmentFilter| -> Page<Appointment> { tx.appointments().list(&p) };
    Write "appointments.reschedule" "Moves an appointment to another time." [NotFound, Conflict]
        |tx, p: AppointmentMove| -> Appointment { tx.appointments().reschedule(p.id, p.starts_at, p.minutes, p.force) };
    Write "appointments.cancel" "Calls an appointment off; its time is free again." [NotFound, NotAllowedTransition]
        |tx, p: AppointmentEnd| -> Appointment { tx.appointments().cancel(p.id, p.note.as_deref()) };
    Write "appointments.complete" "Notes that an appointment took place, and what came of it." [NotFound, NotAllowedTransition]
        |tx, p: AppointmentEnd| -> Appointment { tx.appointments().complete(p.id, p.note.as_deref()) };
    Write "appointments.no_show" "Notes that the customer did not come." [NotFound, NotAllowedTransition]
        |tx, p: AppointmentEnd| -> Appointment { tx.appointments().no_show(p.id, p.note.as_deref()) };
}
